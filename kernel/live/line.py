"""The line itself: Flask-SocketIO on our WebSocket and outbox, and who is let in.

The hooks into Engine.IO are semi-private; `tests/live/test_contract.py` holds each of them on the installed versions.
Words go past Socket.IO's own rooms (`fan_out`); place is left for Redis above that.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import gevent
import structlog
from engineio.packet import Packet
from engineio.payload import Payload
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as NotLetIn
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from kernel import clock
from kernel.actors import Actor
from kernel.errors import NotPermitted, NotSignedIn, Refusal, TooFast
from kernel.events import announce_with
from kernel.limits import network_of
from kernel.live.answers import Ack, answer_to, failed, refused
from kernel.live.beside import Words, speak_through
from kernel.live.deeds import Caller
from kernel.live.door import PATH, Door, Entry, Environ, Wsgi
from kernel.live.fan_out import FanOut
from kernel.live.following import Follower
from kernel.live.listeners import PER_NETWORK, Listener
from kernel.live.listening import LISTENERS
from kernel.live.outbox import Outbox, bundle_of
from kernel.live.packets import OnePacket
from kernel.live.people import Credential, Standing, doorkeeper
from kernel.live.pings import Pings
from kernel.live.websocket import LARGEST, WebSocket
from kernel.settings import LOOPBACK, Settings

NAMESPACE = "/live"
MOST_SOCKETS = 2_000
#: Engine.IO's own limit breaks a client that polls and has written fast
MOST_PACKETS = 200
HANDSHAKE_S = 10.0
#: after a farewell
CUT_S = 1.0
DRAIN_S = 5.0
#: sockets that are told before others have a turn: some milliseconds
AT_A_TIME = 200
log = structlog.get_logger()


class Line:
    """The sockets of one process."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._stopping = False
        pages = app.wsgi_app
        Payload.max_decode_packets = MOST_PACKETS
        self.sockets = SocketIO(
            app,
            async_mode="gevent",
            async_handlers=False,
            manage_session=False,
            cors_allowed_origins=origins_of(settings),
            max_http_buffer_size=LARGEST,
            path=PATH.strip("/"),
            serializer=OnePacket,
        )
        self.engine: Any = self.sockets.server.eio
        own = {"queue": Outbox, "websocket": WebSocket}
        self.engine._async = {**self.engine._async, **own}  # noqa: SLF001 (the hook; the original is module-wide)
        self.engine.start_background_task = Pings(self.engine).start
        self._fan_out = FanOut(self.sockets.server, NAMESPACE, cut=self._cut)
        sockets: Wsgi = Entry(app.wsgi_app, self._may_enter)
        if settings.proxies:
            sockets = ProxyFix(sockets, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
        app.wsgi_app = Door(pages, sockets)  # type: ignore[method-assign]
        self._origins = set(origins_of(settings))
        self._follower = Follower(
            LISTENERS, tell=self._tell, look_after=self._look_after, expelled=self._expelled
        )
        self._listen()

    def open(self) -> None:
        """Begin to follow the log."""
        announce_with(self._follower.wake)
        speak_through(self)
        gevent.spawn(self._follower.follow, self._app, self._tidy)

    def close(self) -> None:
        """Let nobody in, say farewell to all with a moment to come back at, wait until they have gone."""
        self._stopping = True
        for listener in LISTENERS.all():
            self.show_out(listener, "restart", retry_in=random.randint(1, 5))  # noqa: S311 (jitter)
        end = time.monotonic() + DRAIN_S
        while any(not each.closed for each in self._connections()) and time.monotonic() < end:
            gevent.sleep(0.05)
        gevent.sleep(0.1)  # the last frames leave

    def show_out(self, listener: Listener, reason: str, *, retry_in: int = 0) -> None:
        """Say why, and end the connection; nothing that waits is sent any more."""
        LISTENERS.drop(listener.sid)
        connection = self.engine.sockets.get(listener.eio_sid)
        if connection is None or connection.closed:
            return
        connection.queue.drop_waiting()
        self._say(listener, {"reason": reason, "retry_in": retry_in})
        connection.close(wait=False)
        if cut := connection.queue.cut:
            gevent.spawn_later(CUT_S, cut)

    def _listen(self) -> None:
        on: Callable[..., None] = self.sockets.on_event
        on("connect", self._connect, namespace=NAMESPACE)
        on("disconnect", self._disconnect, namespace=NAMESPACE)
        self.sockets.server.on("*", self._hear, namespace=NAMESPACE)
        read = self.engine.handlers["message"]
        self.engine.on("message", lambda eio_sid, data: self._read(read, eio_sid, data))

    def _read(self, read: Callable[[str, Any], None], eio_sid: str, data: object) -> None:
        """Take a packet; who sends what no client of ours sends is cut off."""
        try:
            read(eio_sid, data)
        except Exception as error:
            # in a line, without a trace: anybody can send such packets, and fill the log with them
            log.warning("packet not understood", error=type(error).__name__)
            self._cut(eio_sid)

    def _cut(self, eio_sid: str) -> None:
        connection = self.engine.sockets.get(eio_sid)
        if connection is not None and not connection.closed:
            connection.close(wait=False, abort=True)
            if cut := connection.queue.cut:
                cut()

    def _connect(self, auth: object = None) -> None:
        """Let a socket in, or refuse with a code."""
        try:
            self._admit(auth.get("token") if isinstance(auth, dict) else None)
        except Refusal as error:
            ack = refused(error)
            facts = {name: ack[name] for name in ("code", "retry_in") if name in ack}
            raise NotLetIn(str(error.message), facts) from error

    def _admit(self, token: object) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        if LISTENERS.get(sid):  # the client sent an event of this name
            return
        if not isinstance(token, str):
            token = None
        if token is None and not self._is_our_page():
            raise NotPermitted
        self._follower.begin()
        credential, standing = _identity(token)
        listener = Listener(
            sid=sid,
            eio_sid=self.sockets.server.manager.eio_sid_from_sid(sid, NAMESPACE),
            network=network_of(request.remote_addr or ""),
            credential=credential,
            standing=standing,
        )
        LISTENERS.admit(listener)
        if credential and doorkeeper().standing_of(credential) is None:  # it ended meanwhile
            LISTENERS.drop(sid)
            raise NotSignedIn

    def _is_our_page(self) -> bool:
        """By the origin; a page of ours that polls sends none, but the browser's word that it is one."""
        origin = request.headers.get("Origin")
        if origin is None:
            return request.headers.get("Sec-Fetch-Site") == "same-origin"
        return origin in self._origins

    def _disconnect(self, _reason: object = None) -> None:
        LISTENERS.drop(request.sid)  # type: ignore[attr-defined]

    def _hear(self, name: str, sid: str, *arguments: object) -> Ack:
        """Answer one event, also when we fail. It has no request: the library would make one up from the handshake."""
        with self._app.app_context():
            try:
                return self._heard(name, sid, arguments)
            except Exception:
                return failed(name)

    def _heard(self, name: str, sid: str, arguments: tuple[object, ...]) -> Ack:
        """Who goes on when told to wait is shown out."""
        listener = LISTENERS.get(sid)
        if listener is None:
            return refused(NotSignedIn())
        now = time.monotonic()
        try:
            LISTENERS.take_turn(listener, now)
        except TooFast as error:
            if listener.patience.is_over(now):
                self.show_out(listener, "too_fast", retry_in=error.retry_in)
            return refused(error)
        if not self._look_after(listener, only_if_over=True):
            return refused(NotSignedIn())
        if listener.credential:
            doorkeeper().note_use(listener.credential)
        return answer_to(Caller(listener.actor, listener.sid), name, arguments)

    def _tell(self, room: str, facts: Sequence[tuple[int, Words]]) -> None:
        """Tell facts in one write to each, with a turn for others in between: one greenlet tells all, in their order.

        Who was told some of them on joining gets the others.
        """
        first, last = facts[0][0], facts[-1][0]
        hearers = LISTENERS.hearers(room, last, self._expelled)
        packets = {seq: self._fan_out.packet("event", word) for seq, word in facts}
        bundles: dict[int, Packet] = {}
        for begin in range(0, len(hearers), AT_A_TIME):
            if begin:
                gevent.sleep(0)
            some = hearers[begin : begin + AT_A_TIME]
            for after, eio_sids in LISTENERS.by_last_heard(some, room, first, last).items():
                if after not in bundles:
                    news = [packet for seq, packet in packets.items() if seq > after]
                    bundles[after] = bundle_of(news)
                self._fan_out.hand(bundles[after], eio_sids)

    def say_all(self, room: str, name: str, said: Sequence[tuple[Words, str]]) -> None:
        """Tell everybody who may hear it now, but each not their own; at once, for the next may be told meanwhile."""
        hearers = LISTENERS.hearers(room, 1, self._expelled)
        if not hearers:
            return
        told = [(self._fan_out.packet(name, words), sid) for words, sid in said]
        speakers = {sid for _packet, sid in told}
        others = [listener for listener in hearers if listener.sid not in speakers]
        self._hand_all([packet for packet, _sid in told], others, room)
        for listener in hearers:
            if listener.sid in speakers:
                rest = [packet for packet, sid in told if sid != listener.sid]
                self._hand_all(rest, [listener], room)

    def _hand_all(self, packets: list[Packet], hearers: list[Listener], room: str) -> None:
        if packets:
            self._fan_out.hand(bundle_of(packets), LISTENERS.still_there(hearers, room))

    def say_each(self, room: str, name: str, words_for: Callable[[Actor], Words]) -> None:
        """Tell everybody who may hear it now what holds for them."""
        for listener in LISTENERS.hearers(room, 1, self._expelled):
            packet = self._fan_out.packet(name, words_for(listener.actor))
            self._fan_out.hand(packet, LISTENERS.still_there([listener], room))

    def _expelled(self, listener: Listener, room: str) -> None:
        self._say(listener, {"reason": "not_permitted", "room": room})

    def _say(self, listener: Listener, words: dict[str, object]) -> None:
        self._fan_out.hand(self._fan_out.packet("bye", words), [listener.eio_sid])

    def _look_after(self, listener: Listener, *, only_if_over: bool = False) -> bool:
        """Show out whose credential has ended or opens something else today; whether the listener may stay."""
        if listener.credential is None or (only_if_over and not listener.is_over(clock.now())):
            return True
        standing = doorkeeper().standing_of(listener.credential)
        if standing is None:
            self.show_out(listener, "signed_out")
            return False
        if standing.actor != listener.actor:
            self.show_out(listener, "rights_changed")
            return False
        listener.standing = standing
        return True

    def _tidy(self) -> None:
        """End connections that never came in, and readers who do not even take a farewell."""
        now, known = time.monotonic(), LISTENERS.of_engine()
        for connection in self._connections():
            late = connection.sid not in known and now - connection.queue.born > HANDSHAKE_S
            if late or connection.queue.is_stuck(now):
                self._cut(connection.sid)

    def _connections(self) -> list[Any]:
        return list(self.engine.sockets.values())

    def _may_enter(self, environ: Environ) -> bool:
        """Whether there is room: for anybody, and for one more of a network that has not said who it is."""
        if self._stopping or len(self.engine.sockets) >= MOST_SOCKETS:
            return False
        known, network = LISTENERS.of_engine(), network_of(environ.get("REMOTE_ADDR", ""))
        waiting = (sid for sid in list(self.engine.sockets) if sid not in known)
        return sum(self._network_of(sid) == network for sid in waiting) < PER_NETWORK

    def _network_of(self, eio_sid: str) -> str:
        environ: Environ = self.sockets.server.environ.get(eio_sid, {})
        return network_of(environ.get("REMOTE_ADDR", ""))


def _identity(token: str | None) -> tuple[Credential | None, Standing | None]:
    """Who comes: a bad token is refused, a cookie that is over is a visitor's."""
    credential = doorkeeper().credential_of(token)
    standing = doorkeeper().standing_of(credential) if credential else None
    if standing is None and token is not None:
        raise NotSignedIn
    return (credential, standing) if standing else (None, None)


def origins_of(settings: Settings) -> list[str]:
    """The addresses of our own pages, exactly; on a machine for itself, by each of its names."""
    if not settings.on_loopback:
        return [settings.public_url]
    port = urlsplit(settings.public_url).port
    names = sorted(f"[{name}]" if ":" in name else name for name in LOOPBACK)
    return [
        settings.public_url,
        *(f"http://{name}:{port}" if port else f"http://{name}" for name in names),
    ]
