"""What waits to be sent to one connection: in order, and never more than its bytes allow.

Takes the place of Engine.IO's queue, so acknowledgements, pings, joins and broadcasts all go through it. Most never
wait: while nothing does, a packet goes to the connection at once, and only what that does not take is kept for the
writer. A reader who is too slow loses whole waiting messages and is told once to fetch what it missed. What is lost
heals: sends repeat until they are acknowledged, events are asked for by number.
"""

import queue
import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition

from engineio.packet import MESSAGE, Packet

LARGEST = 1_000_000
#: what a waiting packet costs beside its text
OVERHEAD = 100
#: a reader who was told to resync and does not even take that
STUCK_S = 15.0
RESYNC = '2/live,["bye",{"reason":"resync"}]'
#: packets in one answer to a client that polls: the library's own takes no more
PER_POLL = 16
#: Socket.IO's events and acknowledgements; connecting and leaving are never dropped
DROPPABLE = ("2", "3", "5", "6")


class Begun(bytes):
    """What was left of a frame that was begun; the connection keeps it and sends it before anything else."""


class Rest(Packet):  # type: ignore[misc]
    """Stands for a frame under way: it wakes the writer, and its bytes count until they are sent."""

    def encode(self, b64: bool = False) -> Begun:  # noqa: ARG002, FBT001, FBT002 (a packet's signature)
        """The bytes, as they were left."""
        return Begun(self.data)


class Bundle(Packet):  # type: ignore[misc]
    """Events and the bytes that belong to them: written at once where that is possible, else one after the other."""

    def __init__(self, packets: Sequence[Packet]) -> None:
        super().__init__(MESSAGE, packets[0].data)
        self.packets = packets
        self.cost = sum(map(_cost, packets))


def bundle_of(packets: Sequence[Packet]) -> Packet:
    """Several events as one; one as it is."""
    if len(packets) == 1:
        return packets[0]
    return Bundle([part for packet in packets for part in parts_of(packet)])


def parts_of(packet: Packet) -> Sequence[Packet]:
    """What is written of it, one after the other."""
    return packet.packets if isinstance(packet, Bundle) else (packet,)


class Outbox:
    """A queue as Engine.IO uses one; `cut` ends the connection below, where there is one."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.born = time.monotonic()
        self.cut: Callable[[], None] | None = None
        #: a WebSocket takes single packets, so that only one is in flight; polling takes all at once
        self.one_by_one = False
        #: sends what the connection takes without waiting, and answers what is left, which the connection sends before
        #: all else; None where it could not begin. Never raises.
        self.at_once: Callable[[Packet], bytes | None] | None = None
        self._largest = largest
        self._waiting: deque[Packet | None] = deque()
        self._bytes = 0
        #: how many the present answer holds
        self._taken = 0
        self._told_at: float | None = None
        #: nothing is being sent
        self._writer_waits = False
        #: something was sent past the writer while it waited
        self._passed = False
        self._changed = Condition()

    @property
    def size(self) -> int:
        """How many bytes wait."""
        return self._bytes

    def put(self, packet: Packet | None, block: bool = True, timeout: float | None = None) -> None:  # noqa: FBT001, FBT002, ARG002 (a queue's signature)
        """Append a packet; None ends the connection after all that waits. Never blocks."""
        if packet is not None and (left := self._sent_at_once(packet)) is not None:
            self._passed = True
            if not left:
                return
            packet = Rest(MESSAGE, left)
        with self._changed:
            for each in parts_of(packet):
                self._queue(each)

    def _queue(self, packet: Packet | None) -> None:
        """Keep it for the writer; where it is too much, all goes but the word that something went."""
        if self._told_at is not None and _is_droppable(packet):
            return
        if self._bytes + _cost(packet) > self._largest and _is_droppable(packet):
            self._drop()
            self._told_at = time.monotonic()
            packet = Packet(MESSAGE, RESYNC)
        self._append(packet)

    def get(self, block: bool = True, timeout: float | None = None) -> Packet | None:  # noqa: FBT001, FBT002 (a queue's signature)
        """Take the oldest packet; raises `queue.Empty` when none comes in time."""
        with self._changed:
            self._taken = 1 if block else self._taken + 1
            if self._taken > (1 if self.one_by_one else PER_POLL):
                raise queue.Empty
            self._writer_waits = block
            try:
                self._wait(timeout if block else 0)
            finally:
                self._writer_waits = False
            packet = self._waiting.popleft()
            self._bytes -= _cost(packet)
            if packet is not None and packet.data == RESYNC:
                self._told_at = None
            return packet

    def drop_waiting(self) -> None:
        """Forget what waits, for a reader who may not hear it any more."""
        with self._changed:
            self._drop()

    def is_stuck(self, now: float) -> bool:
        """Whether the reader has not even taken the word that it must resync."""
        return self._told_at is not None and now - self._told_at > STUCK_S

    def task_done(self) -> None:
        """Part of a queue's signature; nobody waits for a reader."""

    def join(self) -> None:
        """Part of a queue's signature; nobody waits for a reader."""

    def _wait(self, timeout: float | None) -> None:
        """Until something waits. Engine.IO ends a writer that gets nothing in time, so what passes it counts."""
        self._passed = False
        while not self._changed.wait_for(lambda: self._waiting, timeout):
            if not self._passed:
                raise queue.Empty
            self._passed = False

    def _sent_at_once(self, packet: Packet) -> bytes | None:
        """What is left of the packet; None where it must wait, because something does, or it is more than may wait.

        Needs no lock: the connection lets only one write at a time, and what waits is behind the writer's back only.
        """
        if self._waiting or not self._writer_waits or self.at_once is None:
            return None
        return self.at_once(packet) if _cost(packet) <= self._largest else None

    def _append(self, packet: Packet | None) -> None:
        self._waiting.append(packet)
        self._bytes += _cost(packet)
        self._changed.notify()

    def _drop(self) -> None:
        """Whole messages go; a frame under way stays, and so do the attachments of a message that was begun."""
        kept: deque[Packet | None] = deque()
        while self._waiting and _is_attachment(self._waiting[0]):
            kept.append(self._waiting.popleft())
        kept.extend(packet for packet in self._waiting if not _is_droppable(packet))
        self._waiting = kept
        self._bytes = sum(map(_cost, kept))


def _cost(packet: Packet | None) -> int:
    """Bytes on the wire; our JSON is ASCII, so characters are bytes."""
    if isinstance(packet, Bundle):
        return packet.cost
    data = packet.data if packet else None
    return OVERHEAD + (len(data) if isinstance(data, str | bytes) else 0)


def _is_attachment(packet: Packet | None) -> bool:
    return packet is not None and isinstance(packet.data, bytes)


def _is_droppable(packet: Packet | None) -> bool:
    if packet is None or packet.packet_type != MESSAGE:
        return False
    return isinstance(packet.data, bytes) or packet.data.startswith(DROPPABLE)
