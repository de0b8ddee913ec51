"""A vote in a meeting: its life as a table, what may be chosen, who acts for which seat, and adding up."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from roundtable.meetings.rules.results import Counts, Rule

K = TypeVar("K", bound=Hashable)
P = TypeVar("P", bound=Hashable)


class State(StrEnum):
    """Where a vote stands; stored as written."""

    VORBEREITET = "vorbereitet"
    OFFEN = "offen"
    GESCHLOSSEN = "geschlossen"
    BEKANNTGEGEBEN = "bekanntgegeben"
    ABGEBROCHEN = "abgebrochen"


class Mode(StrEnum):
    """How the seats answer; a device is possible beside every mode."""

    GERAET = "geraet"
    HANDZEICHEN = "handzeichen"
    PAPIER = "papier"


class Choice(StrEnum):
    """What a seat says; in a consensus `dafuer` agrees and `dagegen` is a veto."""

    DAFUER = "dafuer"
    BEDENKEN = "bedenken"
    ENTHALTUNG = "enthaltung"
    DAGEGEN = "dagegen"


class Hindrance(StrEnum):
    """Why a vote cannot be opened now."""

    STAND = "stand"
    SITZUNG = "sitzung"
    PUNKT = "punkt"
    BESCHLUSSFAEHIG = "beschlussfaehig"


NEXT = {
    State.VORBEREITET: {State.OFFEN, State.ABGEBROCHEN},
    State.OFFEN: {State.GESCHLOSSEN, State.ABGEBROCHEN},
    State.GESCHLOSSEN: {State.BEKANNTGEGEBEN, State.ABGEBROCHEN},
}
#: states in which neither the item nor the meeting may end
UNDER_WAY = frozenset({State.OFFEN, State.GESCHLOSSEN})


def may_turn(now: State, to: State) -> bool:
    """Whether this step follows the state."""
    return to in NEXT.get(now, ())


def hindrances_of_opening(
    state: State, *, meeting_runs: bool, item_is_called: bool, quorum_reached: bool
) -> tuple[Hindrance, ...]:
    """What stands in the way of opening, in the order in which people hear of it."""
    checks = (
        (Hindrance.STAND, may_turn(state, State.OFFEN)),
        (Hindrance.SITZUNG, meeting_runs),
        (Hindrance.PUNKT, item_is_called),
        (Hindrance.BESCHLUSSFAEHIG, quorum_reached),
    )
    return tuple(why for why, holds in checks if not holds)


def choices_of(rule: Rule) -> tuple[Choice, ...]:
    """What may be chosen under this rule, in the order of the page."""
    return tuple(c for c in Choice if c is not Choice.BEDENKEN or rule is Rule.KONSENS)


def needs_reason(rule: Rule, choice: Choice) -> bool:
    """A veto says why; nothing else has to."""
    return rule is Rule.KONSENS and choice is Choice.DAGEGEN


def counts_of(choices: Iterable[Choice]) -> Counts:
    """Ballots added up."""
    found = Counter(choices)
    return Counts(
        yes=found[Choice.DAFUER],
        no=found[Choice.DAGEGEN],
        abstained=found[Choice.ENTHALTUNG],
        concerns=found[Choice.BEDENKEN],
    )


def together(one: Counts, other: Counts) -> Counts:
    """Ballots of devices and those counted by hand."""
    return Counts(
        yes=one.yes + other.yes,
        no=one.no + other.no,
        abstained=one.abstained + other.abstained,
        concerns=one.concerns + other.concerns,
        invalid=one.invalid + other.invalid,
    )


@dataclass(frozen=True)
class Present(Generic[K, P]):
    """A seat for which somebody is there: its holder, or a deputy, whose account may be unknown."""

    seat: K
    holder: P
    by_deputy: bool = False
    deputy: P | None = None


def acting(seats: Sequence[Present[K, P]]) -> dict[K, P | None]:
    """Whose device votes for which seat; None: nobody's, the seat votes by hand or on paper.

    One person acts for one seat; who is there for their own seat acts for that one alone.
    """
    found: dict[K, P | None] = {one.seat: one.holder for one in seats if not one.by_deputy}
    taken = {person for person in found.values() if person is not None}
    for one in (one for one in seats if one.by_deputy):
        free = one.deputy is not None and one.deputy not in taken
        found[one.seat] = one.deputy if free else None
        if free and one.deputy is not None:
            taken.add(one.deputy)
    return found


def is_thin(cast: int, electorate: int) -> bool:
    """Whether fewer than half of the seats have said anything yet, so that a close would surprise the others."""
    return cast * 2 < electorate
