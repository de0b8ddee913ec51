"""Whether enough voting seats are present to decide anything.

Rules, stored as written: `mehrheit` (more than half of the voting seats), `anzahl:5` (at least five of them),
`jede_gruppe` (at least one of every group that has voting seats). Guests and non-voting seats never count.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

MEHRHEIT = "mehrheit"
JEDE_GRUPPE = "jede_gruppe"
ANZAHL = "anzahl"


class UnknownRule(ValueError):
    """The text is no rule of quorum."""


@dataclass(frozen=True)
class Counted(Generic[K]):
    """A seat as the quorum sees it."""

    key: K
    group: str
    votes: bool


@dataclass(frozen=True)
class Quorum:
    """How many are there, how many are needed; for `jede_gruppe` these are groups."""

    present: int
    required: int
    reached: bool
    #: groups of which nobody is there; only `jede_gruppe` asks
    missing: tuple[str, ...] = ()


def quorum(seats: Iterable[Counted[K]], present: Collection[K], rule: str) -> Quorum:
    """Whether the present seats may decide; raises UnknownRule. A table without voting seats never may."""
    voting = [seat for seat in seats if seat.votes]
    there = [seat for seat in voting if seat.key in present]
    if rule == JEDE_GRUPPE:
        return _every_group(voting, there)
    required = len(voting) // 2 + 1 if rule == MEHRHEIT else _number_in(rule)
    return Quorum(len(there), required, len(there) >= required)


def is_rule(text: str) -> bool:
    """Whether the text names a rule of quorum."""
    try:
        return text in (MEHRHEIT, JEDE_GRUPPE) or _number_in(text) > 0
    except UnknownRule:
        return False


def _every_group(voting: Iterable[Counted[K]], there: Iterable[Counted[K]]) -> Quorum:
    groups = dict.fromkeys(seat.group for seat in voting)
    seen = {seat.group for seat in there}
    missing = tuple(group for group in groups if group not in seen)
    return Quorum(len(seen), len(groups), bool(groups) and not missing, missing)


def _number_in(rule: str) -> int:
    name, _, number = rule.partition(":")
    if name != ANZAHL or not (number.isascii() and number.isdigit()) or int(number) < 1:
        raise UnknownRule(rule)
    return int(number)
