"""The shapes of round tables and their meetings in the demo content: frozen values that know keys and days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.moments import Moment

#: how long the meeting that runs just now has been running
RUNNING_SINCE = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class TableSeat:
    """A seat at a round table; without a person it stands vacant."""

    group: str
    organisation: str
    person: str | None = None
    role: str = "member"
    votes: bool = True
    public: str = "group"
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundTable:
    """A Runder Tisch; its seats are given by the person of the office named in `by`."""

    key: str
    code: str
    name: str
    purpose: str
    taking_part: str
    place: str
    by: str
    begun: Moment
    seats: tuple[TableSeat, ...]
    district: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """An item of an agenda, beside those every meeting begins with."""

    title: str
    kind: str
    minutes: int | None = None
    text: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """What somebody answered to an invitation; `deputy` is the key of who comes instead."""

    person: str
    answer: str
    deputy: str | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Motion:
    """What is put to the vote under the item of this place; who is not named under `against` agrees."""

    item: int
    title: str
    text: str
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody took on in a meeting."""

    owner: str
    title: str
    due: Moment
    done: Moment | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a table. One that does not say when it begins runs just now; one in the past was held and closed."""

    table: str
    title: str
    planned: Moment
    hours: int
    place: str
    place_notes: str
    items: tuple[MeetingItem, ...]
    begins: Moment | None = None
    invited: Moment | None = None
    answers: tuple[MeetingAnswer, ...] = ()
    present: tuple[str, ...] = ()
    #: how many items were called so far, those of every meeting included; none: all of them
    called: int | None = None
    #: who asked to speak to the item that is called; the first one speaks
    asking: tuple[str, ...] = ()
    motions: tuple[Motion, ...] = ()
    tasks: tuple[Task, ...] = ()

    def begins_at(self, now: datetime) -> datetime:
        """When it begins: as written, or so long before `now` that it is in full swing."""
        if self.begins is not None:
            return self.begins.at(now)
        begun = now - RUNNING_SINCE
        return begun.replace(minute=begun.minute // 5 * 5, second=0, microsecond=0)
