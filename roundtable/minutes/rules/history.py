"""Earlier states of a text, told from who wrote when: one at each pause, one now and then in long writing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from roundtable.minutes.rules.blocks import marks_in, with_line

PAUSE = timedelta(minutes=3)
LONGEST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Edit:
    """That somebody wrote; None is the platform."""

    seq: int
    at: datetime
    by: UUID | None
    #: by a form: it may replace the whole text, so what stood there before is a state
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """The text after an edit behind which nobody wrote for a while."""

    seq: int
    began: datetime
    at: datetime
    #: who wrote since the state before, in the order in which they began
    by: tuple[UUID | None, ...]
    edits: int


def states(edits: Iterable[Edit]) -> list[State]:
    """The states that edits in the order of their numbers lead to; the last one is the text as it is now."""
    found: list[State] = []
    for edit in edits:
        last = found[-1] if found else None
        if last is None or _begins(edit, last):
            found.append(State(edit.seq, edit.at, edit.at, (edit.by,), 1))
            continue
        by = last.by if edit.by in last.by else (*last.by, edit.by)
        found[-1] = replace(last, seq=edit.seq, at=edit.at, by=by, edits=last.edits + 1)
    return found


def _begins(edit: Edit, last: State) -> bool:
    return edit.is_sent or edit.at - last.at > PAUSE or edit.at - last.began >= LONGEST


def put_back(earlier: str, now: str) -> str:
    """The earlier text; lines for facts that stand in the text of now come at its end where it lacks them."""
    for mark in marks_in(now):
        earlier = with_line(earlier, mark)
    return earlier
