"""The script, cut into moves: each is one message, or a few words of a paragraph that is being typed.

Pure. A move has an id of its own in each meeting, so that it is made once, whoever makes it and however often.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from demo.content import FOLDER

#: before something new is said or written; a message takes the longer, the longer it is
BREATH = timedelta(seconds=4)
CHARACTERS_A_SECOND = 20
#: from a few words to the next
TYPING = timedelta(seconds=1)
WORDS_AT_ONCE = 3


class Kind(StrEnum):
    """What somebody does, by the word of the file."""

    SAYS = "says"
    WRITES = "writes"


@dataclass(frozen=True, slots=True)
class Move:
    """What one person does at once, and its place among the moves of this item."""

    item: str
    number: int
    person: str
    kind: Kind
    text: str
    #: what stands there of the paragraph already; empty where something new begins
    typed: str = ""

    def key(self, meeting_id: UUID) -> UUID:
        """The id under which it is stored."""
        return uuid5(meeting_id, f"{self.item}:{self.number}")

    @property
    def pause(self) -> timedelta:
        """How long the person takes for it."""
        if self.typed:
            return TYPING
        thinking = len(self.text) / CHARACTERS_A_SECOND if self.kind is Kind.SAYS else 0
        return BREATH + timedelta(seconds=thinking)


@cache
def script() -> Mapping[str, Sequence[Move]]:
    """All moves, by the title of the item under which they are made, in order."""
    parts = tomllib.loads((FOLDER / "script.toml").read_text("utf-8"))["part"]
    return {part["item"]: moves_of(part["item"], part["steps"]) for part in parts}


def moves_of(item: str, steps: Iterable[Mapping[str, str]]) -> Sequence[Move]:
    """The moves of a part; a step that does not say who says or writes what is an error here, not later."""
    moves: list[Move] = []
    for step in steps:
        for words in _cut(**step):
            moves.append(Move(item=item, number=len(moves), **words))
    return tuple(moves)


def _cut(*, person: str, says: str = "", writes: str = "") -> Iterator[dict[str, Any]]:
    if bool(says) == bool(writes):
        raise ValueError(f"{person} either says something or writes something.")
    if says:
        yield {"person": person, "kind": Kind.SAYS, "text": says}
    typed = ""
    for words in re.findall(rf"(?:\S+\s*){{1,{WORDS_AT_ONCE}}}", writes):
        yield {"person": person, "kind": Kind.WRITES, "text": words, "typed": typed}
        typed += words


def next_move(moves: Sequence[Move], made: Collection[int]) -> Move | None:
    """The one behind the last that was made: what was passed over is not made up for. None at the end."""
    number = max(made, default=-1) + 1
    return moves[number] if number < len(moves) else None


def with_rest(moves: Sequence[Move], move: Move) -> list[Move]:
    """The move, and what would go on with its paragraph."""
    rest = [move]
    for later in moves[move.number + 1 :]:
        if not later.typed:
            break
        rest.append(later)
    return rest


def with_words(text: str, move: Move) -> str | None:
    """The text with these words: behind what is typed, or as a new paragraph at the end; nothing of it goes.

    None where the sentence that would go on is not there any more.
    """
    if move.typed:
        begins = text.rfind(move.typed)
        end = begins + len(move.typed)
        return None if begins < 0 else text[:end] + move.text + text[end:]
    missing = 0 if not text else 2 - (len(text) - len(text.rstrip("\n")))
    return text + "\n" * max(0, missing) + move.text
