"""The hooks into Engine.IO and Socket.IO that the line stands on, on the installed versions."""

import inspect
import os
from importlib.metadata import version

import gevent
import gevent.socket
import pytest
from engineio import socket as engine_socket
from engineio.async_drivers import gevent as gevent_driver
from engineio.packet import MESSAGE, Packet
from engineio.payload import Payload
from flask import has_app_context, has_request_context
from flask_socketio import SocketIO
from socketio import Manager, packet

from app import create_app
from kernel.live.line import MOST_PACKETS, NAMESPACE, Line
from kernel.live.outbox import RESYNC, Bundle, Outbox
from kernel.live.websocket import LARGEST, WebSocket
from kernel.settings import Settings


@pytest.fixture(scope="module")
def line(tmp_path_factory) -> Line:
    settings = Settings(instance=tmp_path_factory.mktemp("line"), testing=True)
    return Line(create_app(settings), settings)


@pytest.mark.parametrize(
    ("package", "series"),
    [("Flask-SocketIO", "5.7."), ("python-socketio", "5.18."), ("python-engineio", "4.15.")],
)
def test_these_are_the_versions_the_hooks_were_read_in(package: str, series: str) -> None:
    assert version(package).startswith(series)


def test_the_mode_is_named_and_events_of_a_socket_wait_for_each_other(line) -> None:
    assert line.engine.async_mode == "gevent"
    assert line.sockets.server.async_handlers is False
    assert line.engine.async_handlers is False
    assert line.engine.max_http_buffer_size == LARGEST
    assert Payload.max_decode_packets == MOST_PACKETS


def test_events_come_to_us_by_the_names_of_their_sockets_and_those_of_the_library_do_not(
    line,
) -> None:
    server = line.sockets.server
    assert server._get_event_handler("say", NAMESPACE, ("sid", {})) == (
        line._hear,
        ("say", "sid", {}),
    )
    handler, arguments = server._get_event_handler("connect", NAMESPACE, ("sid", {}))
    assert handler != line._hear
    assert arguments == ("sid", {})


def test_an_event_is_answered_without_a_request(line, monkeypatch) -> None:
    found = []
    monkeypatch.setattr(
        line,
        "_heard",
        lambda *heard: found.append((heard, has_app_context(), has_request_context())),
    )
    line._hear("say", "sid", {})
    assert found == [(("say", "sid", ({},)), True, False)]


def test_our_queue_and_websocket_are_used_and_the_modules_own_table_is_left_alone(line) -> None:
    assert isinstance(line.engine.create_queue(), Outbox)
    assert line.engine._async["websocket"] is WebSocket
    assert gevent_driver._async["websocket"] is not WebSocket
    assert gevent_driver._async["queue"] is not Outbox


def test_an_engine_socket_takes_our_queue_and_has_what_we_look_at(line) -> None:
    made = engine_socket.Socket(line.engine, "sid")
    assert isinstance(made.queue, Outbox)
    for name in ("closed", "closing", "upgrading", "upgraded", "connected", "check_ping_timeout"):
        assert hasattr(made, name)
    assert made._websocket_handler.__self__ is made
    source = inspect.getsource(engine_socket.Socket)
    assert (
        "self.server._async['websocket'](\n            self._websocket_handler, self.server)"
        in source
    )
    assert list(inspect.signature(made.close).parameters) == ["wait", "abort", "reason"]


def test_a_packet_has_room_for_the_frame_that_is_made_of_it() -> None:
    packet = Packet(MESSAGE, "2")
    packet.frame = b""
    assert vars(packet).keys() == {"packet_type", "data", "encode_cache", "binary", "frame"}


def test_the_task_that_we_replace_by_a_timer_sleeps_and_then_pings() -> None:
    scheduled = inspect.getsource(engine_socket.Socket.schedule_ping)
    assert "self.server.start_background_task(self._send_ping)" in scheduled
    assert inspect.getsource(engine_socket.Socket._send_ping) == (
        "    def _send_ping(self):\n"
        "        self.server.sleep(self.server.ping_interval)\n"
        "        if not self.closing and not self.closed:\n"
        "            self.last_ping = time.time()\n"
        "            self.send(packet.Packet(packet.PING))\n"
    )


@pytest.mark.parametrize("closed", [False, True])
def test_an_open_connection_is_pinged_once_the_interval_has_passed(
    line, monkeypatch, closed
) -> None:
    monkeypatch.setattr(line.engine, "ping_interval", 0.01)
    made = engine_socket.Socket(line.engine, "sid")
    made.schedule_ping()
    assert (made.last_ping, made.queue.size) == (None, 0)
    made.closed = closed
    gevent.sleep(0.1)
    assert bool(made.last_ping) is not closed
    assert (made.queue.size > 0) is not closed


def test_other_tasks_start_as_before(line) -> None:
    done = []
    line.engine.start_background_task(done.append, "done").join()
    assert done == ["done"]


def test_engine_names_the_raw_socket_as_we_do() -> None:
    source = inspect.getsource(engine_socket.Socket._websocket_handler)
    assert "for attr in ['_sock', 'socket']" in source
    assert "self._sock" in inspect.getsource(WebSocket)


def test_the_manager_knows_both_names_of_a_socket(line) -> None:
    manager = line.sockets.server.manager
    assert isinstance(manager, Manager)
    sid = manager.pre_connect("eio", "/live")
    assert manager.eio_sid_from_sid(sid, "/live") == "eio"
    assert list(manager.get_participants("/live", [sid])) == [(sid, "eio")]
    manager.connect(sid, "/live")
    manager.disconnect(sid, "/live")


@pytest.mark.parametrize("words", [{"text": "Grüße."}, {"u": b"bytes", "seq": 2}])
def test_what_we_hand_out_is_what_the_library_would_send(line, monkeypatch, words) -> None:
    server, sent = line.sockets.server, []
    sid = server.manager.pre_connect("eio", "/live")
    monkeypatch.setattr(server, "_send_eio_packet", lambda _, each: sent.append(each))
    server.emit("event", words, to=sid, namespace="/live")
    server.manager.disconnect(sid, "/live")
    ours = line._fan_out.packet("event", words)
    parts = ours.packets if isinstance(ours, Bundle) else [ours]
    assert [each.encode() for each in parts] == [each.encode() for each in sent]


def test_the_library_hands_packets_to_connections_as_we_do(line) -> None:
    assert "self.sockets[sid]" in inspect.getsource(type(line.engine)._get_socket)
    assert "socket.send(pkt)" in inspect.getsource(type(line.engine).send_packet)
    assert list(inspect.signature(engine_socket.Socket.send).parameters) == ["self", "pkt"]


def test_place_is_left_for_a_manager_of_several_processes() -> None:
    assert "client_manager" in inspect.getsource(SocketIO.init_app)
    assert {"event", "data", "namespace", "room"} <= set(inspect.signature(Manager.emit).parameters)


def test_a_raw_socket_never_makes_its_writer_wait() -> None:
    here, there = gevent.socket.socketpair()
    assert not os.get_blocking(here.fileno())
    here.close()
    there.close()
    assert here.fileno() == -1


def test_the_word_to_resync_is_what_the_library_would_send(line) -> None:
    made = line.sockets.server.packet_class(
        packet.EVENT, namespace="/live", data=["bye", {"reason": "resync"}]
    )
    assert made.encode() == RESYNC
