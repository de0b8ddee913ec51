"""What a vote in a meeting decides: integers only, a tie is a refusal.

`einfach`: more yes than no. `absolut`: yes from more than half of all voting seats of the table.
`zweidrittel`: at least two thirds of yes and no, and one yes. `konsens`: no veto and at least one agreement.
Abstentions and invalid ballots count for turnout alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """How a vote is decided; stored as written."""

    EINFACH = "einfach"
    ABSOLUT = "absolut"
    ZWEIDRITTEL = "zweidrittel"
    KONSENS = "konsens"


class Outcome(StrEnum):
    """What came out; stored as written."""

    ANGENOMMEN = "angenommen"
    ABGELEHNT = "abgelehnt"


class Leaning(StrEnum):
    """Where a group stood."""

    DAFUER = "dafuer"
    DAGEGEN = "dagegen"
    GETEILT = "geteilt"
    OHNE_STIMME = "ohne_stimme"


class BadCount(ValueError):
    """A count below zero, or more ballots than seats that may vote."""


@dataclass(frozen=True)
class Counts:
    """Ballots by choice. In a consensus `no` is a veto; `concerns` are heard and do not block."""

    yes: int = 0
    no: int = 0
    abstained: int = 0
    concerns: int = 0
    invalid: int = 0

    @property
    def cast(self) -> int:
        """All ballots, invalid ones too."""
        return self.yes + self.no + self.abstained + self.concerns + self.invalid


@dataclass(frozen=True)
class Electorate:
    """Voting seats: of the whole table, and those of them that were present at the opening."""

    seats: int
    present: int


def result(counts: Counts, rule: Rule, electorate: Electorate) -> Outcome:
    """What the ballots decide; raises BadCount."""
    _ensure_sound(counts, rule, electorate)
    return Outcome.ANGENOMMEN if _carries(counts, rule, electorate.seats) else Outcome.ABGELEHNT


def agreement(by_group: Mapping[str, Counts]) -> dict[str, Leaning]:
    """Where each group stood, by its yes and no; concerns count as agreement, as they do not block."""
    return {group: _leaning(counts) for group, counts in by_group.items()}


def _carries(counts: Counts, rule: Rule, seats: int) -> bool:
    yes, no = counts.yes, counts.no
    if rule is Rule.EINFACH:
        return yes > no
    if rule is Rule.ABSOLUT:
        return 2 * yes > seats
    if rule is Rule.ZWEIDRITTEL:
        return yes > 0 and 3 * yes >= 2 * (yes + no)
    return no == 0 and yes >= 1


def _leaning(counts: Counts) -> Leaning:
    yes, no = counts.yes + counts.concerns, counts.no
    if yes == no:
        return Leaning.GETEILT if yes else Leaning.OHNE_STIMME
    return Leaning.DAFUER if yes > no else Leaning.DAGEGEN


def _ensure_sound(counts: Counts, rule: Rule, electorate: Electorate) -> None:
    numbers = (counts.yes, counts.no, counts.abstained, counts.concerns, counts.invalid)
    if min(*numbers, electorate.present, electorate.seats) < 0:
        raise BadCount("a count is below zero")
    if electorate.present > electorate.seats or counts.cast > electorate.present:
        raise BadCount("more ballots than seats that may vote")
    if counts.concerns and rule is not Rule.KONSENS:
        raise BadCount("concerns are a choice of the consensus alone")
