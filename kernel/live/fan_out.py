"""One word to many sockets: put into a packet once, and handed to each without waiting for any of them.

A socket that fails ends alone. Whoever speaks never hears of it, and the others get the word.
"""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT

from kernel.live.outbox import Bundle

log = structlog.get_logger()


class FanOut:
    """Hands words to the connections of a Socket.IO server; `cut` ends one by its Engine.IO name."""

    def __init__(self, server: Any, namespace: str, *, cut: Callable[[str], None]) -> None:
        self._server, self._namespace, self._cut = server, namespace, cut

    def packet(self, name: str, words: object) -> EnginePacket:
        """The event as the library would send it; bytes in it follow as packets of their own."""
        event = self._server.packet_class(EVENT, namespace=self._namespace, data=[name, words])
        made = event.encode()
        if not isinstance(made, list):
            return EnginePacket(MESSAGE, made)
        return Bundle([EnginePacket(MESSAGE, part) for part in made])

    def hand(self, packet: EnginePacket, eio_sids: Iterable[str]) -> None:
        """Give the packet to each connection."""
        connections = self._server.eio.sockets
        for eio_sid in eio_sids:
            connection = connections.get(eio_sid)
            if connection is None or connection.closed:
                continue
            try:
                connection.queue.put(packet)  # silent clients are ended by the engine's own round
            except Exception:
                log.exception(
                    "socket not told"
                )  # half an event, perhaps: who comes back asks by number
                self._end(eio_sid)

    def _end(self, eio_sid: str) -> None:
        try:
            self._cut(eio_sid)
        except Exception:
            log.exception("socket not cut")
