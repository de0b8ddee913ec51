"""The deeds on the list of speakers; each is one transaction."""

from roundtable.meetings.speaking.services.asking import ask, enter, withdraw
from roundtable.meetings.speaking.services.floor import (
    call_next,
    end_speech,
    pause_speech,
    start_speech,
)
from roundtable.meetings.speaking.services.ordering import move, skip, turn_list

__all__ = [
    "ask",
    "call_next",
    "end_speech",
    "enter",
    "move",
    "pause_speech",
    "skip",
    "start_speech",
    "turn_list",
    "withdraw",
]
