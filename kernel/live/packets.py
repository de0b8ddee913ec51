"""What a client may send in one packet: an event with at most one piece of bytes."""

from typing import Any

from socketio.packet import Packet

MOST_ATTACHMENTS = 1


class OnePacket(Packet):  # type: ignore[misc]
    """The usual packet; one that announces more bytes than any of our events has is refused before they come.

    The library would keep them all, however many, until the last has arrived.
    """

    def decode(self, encoded_packet: Any) -> int:
        """Read the packet; how many attachments follow. Raises ValueError for what nobody of ours sends."""
        count: int = super().decode(encoded_packet)
        if count > MOST_ATTACHMENTS:
            raise ValueError("too many attachments")
        return count
