"""One word to many sockets: put into packets once, and handed to each without waiting for any of them.

A socket that fails ends alone. Whoever speaks never hears of it, and the others get the word.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT

log = structlog.get_logger()
Packets = Sequence[EnginePacket]


class FanOut:
    """Hands words to the connections of a Socket.IO server; `cut` ends one by its Engine.IO name."""

    def __init__(self, server: Any, namespace: str, *, cut: Callable[[str], None]) -> None:
        self._server, self._namespace, self._cut = server, namespace, cut

    def packets(self, name: str, words: object) -> Packets:
        """The event as the library would send it; bytes in it are a packet of their own."""
        event = self._server.packet_class(EVENT, namespace=self._namespace, data=[name, words])
        made = event.encode()
        parts = made if isinstance(made, list) else [made]
        return [EnginePacket(MESSAGE, part) for part in parts]

    def hand(self, packets: Packets, eio_sids: Iterable[str]) -> None:
        """Give all packets to each connection; nothing comes between the packets of one event."""
        connections = self._server.eio.sockets
        for eio_sid in eio_sids:
            connection = connections.get(eio_sid)
            if connection is None or connection.closed:
                continue
            try:
                for packet in packets:
                    connection.send(packet)
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
