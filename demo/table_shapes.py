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
    #: what led to it: `proposal:<key>`, `vote:<key>`
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """What somebody answered to an invitation; `deputy` is the key of who comes instead."""

    person: str
    answer: str
    deputy: str | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a resolution stood from a moment on; `successor` is the title of the motion that changed it."""

    at: Moment
    to: str
    note: str = ""
    successor: str | None = None
    review: Moment | None = None


@dataclass(frozen=True, slots=True)
class Motion:
    """What is put to the vote under the item of this place; who is not named under `against` agrees."""

    item: int
    title: str
    text: str
    against: tuple[str, ...] = ()
    progress: tuple[Progress, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody took on in a meeting."""

    owner: str
    title: str
    due: Moment
    begun: Moment | None = None
    done: Moment | None = None
    #: which of the meeting's resolutions it carries out
    resolution: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What the minutes say at the item of this place."""

    item: int
    text: str


@dataclass(frozen=True, slots=True)
class MinutesWish:
    """Somebody wanted a place of the minutes to say something else."""

    person: str
    item: int
    quote: str
    replacement: str
    reason: str
    filed: Moment
    decided: Moment
    accept: bool
    answer: str


@dataclass(frozen=True, slots=True)
class MeetingMinutes:
    """The minutes from the first sentence to the release; nobody objected in the end, so silence approved them."""

    texts: tuple[Said, ...]
    written: Moment
    submitted: Moment
    approved: Moment
    released: Moment
    released_by: str
    wishes: tuple[MinutesWish, ...] = ()
    #: when accepted wishes were worked in, and when the table got the text again
    revised: Moment | None = None
    resubmitted: Moment | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote in the room to the item that is called."""

    person: str
    text: str


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
    talk: tuple[Message, ...] = ()
    minutes: MeetingMinutes | None = None

    def begins_at(self, now: datetime) -> datetime:
        """When it begins: as written, or so long before `now` that it is in full swing."""
        if self.begins is not None:
            return self.begins.at(now)
        begun = now - RUNNING_SINCE
        return begun.replace(minute=begun.minute // 5 * 5, second=0, microsecond=0)
