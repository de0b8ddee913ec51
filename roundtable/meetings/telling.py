"""The live room of a meeting: its name, who may hear it, and how its facts are told there.

Everybody with a seat hears the whole room, guests too: no name, title or text is told there.
"""

from uuid import UUID


def room_of(meeting_id: UUID) -> str:
    """Where a meeting is heard live."""
    return f"meeting:{meeting_id}"
