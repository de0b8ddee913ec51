"""The hooks into Engine.IO and Socket.IO that the line stands on, on the installed versions."""

import inspect
from importlib.metadata import version

import pytest
from engineio import socket as engine_socket
from engineio.async_drivers import gevent as gevent_driver
from engineio.packet import MESSAGE, Packet
from engineio.payload import Payload
from flask_socketio import SocketIO
from socketio import Manager

from app import create_app
from kernel.live.line import MOST_PACKETS, Line
from kernel.live.outbox import RESYNC, Outbox
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


def test_a_manager_of_our_own_could_take_its_place() -> None:
    assert "client_manager" in inspect.getsource(SocketIO.init_app)
    assert {"event", "data", "namespace", "room"} <= set(inspect.signature(Manager.emit).parameters)


def test_the_word_to_resync_is_what_the_library_would_send(line) -> None:
    packet = line.sockets.server.packet_class
    made = packet(2, namespace="/live", data=["bye", {"reason": "resync"}])
    assert made.encode() == RESYNC
