"""Phases of a format: when they run and what they let participants do.

A phase is the half-open interval `[starts_at, ends_at)`; without an end it continues, without a start it is only
planned and grants nothing. Phases bind participants. The office and the moderators work without them.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, TypeVar


class PhaseType(StrEnum):
    """What a phase is for."""

    INFORM = "inform"
    COLLECT = "collect"
    SUPPORT = "support"
    REFINE = "refine"
    RATE = "rate"
    DISCUSS = "discuss"
    EVALUATE = "evaluate"
    ANSWER = "answer"
    VOTE = "vote"
    RESULT = "result"


class Action(StrEnum):
    """What a participant may want to do while a phase runs."""

    PROPOSE = "propose"
    EDIT = "edit"
    AMEND = "amend"
    SIGN = "sign"
    COMMENT = "comment"
    REACT = "react"
    VOTE = "vote"


class PhaseState(StrEnum):
    """Where a phase stands, as the page says it (ASCII)."""

    GEPLANT = "geplant"
    KOMMEND = "kommend"
    LAEUFT = "laeuft"
    BEENDET = "beendet"


ALLOWED: dict[PhaseType, frozenset[Action]] = {
    PhaseType.COLLECT: frozenset(
        {Action.PROPOSE, Action.EDIT, Action.SIGN, Action.COMMENT, Action.REACT}
    ),
    PhaseType.SUPPORT: frozenset({Action.SIGN, Action.COMMENT, Action.REACT}),
    PhaseType.REFINE: frozenset({Action.AMEND, Action.EDIT, Action.SIGN, Action.COMMENT}),
    PhaseType.RATE: frozenset({Action.COMMENT, Action.REACT}),
    PhaseType.DISCUSS: frozenset({Action.COMMENT, Action.REACT}),
    PhaseType.VOTE: frozenset({Action.VOTE}),
}
#: The far end of a phase that continues.
FOREVER = datetime.max.replace(tzinfo=UTC)


class Span(Protocol):
    """What the rules need to know of a phase."""

    @property
    def type(self) -> PhaseType:
        """What it is for."""

    @property
    def starts_at(self) -> datetime | None:
        """The first instant; None while it is only planned."""

    @property
    def ends_at(self) -> datetime | None:
        """The first instant after it; None where it continues."""


S = TypeVar("S", bound=Span)


def state_of(phase: Span, at: datetime) -> PhaseState:
    """Where the phase stands at this instant."""
    if phase.starts_at is None:
        return PhaseState.GEPLANT
    if at < phase.starts_at:
        return PhaseState.KOMMEND
    return PhaseState.LAEUFT if at < _end(phase) else PhaseState.BEENDET


def lets(phase: Span, action: str) -> bool:
    """Whether this kind of phase lets participants do it at all."""
    return action in ALLOWED.get(phase.type, ())


def is_for_participants(phase: Span) -> bool:
    """Whether participants can do anything in such a phase."""
    return phase.type in ALLOWED


def phase_allows(action: str, phases: Iterable[Span], at: datetime) -> bool:
    """Whether a running phase lets participants do this."""
    return any(lets(phase, action) for phase in phases if state_of(phase, at) is PhaseState.LAEUFT)


def opens_at(action: str, phases: Iterable[Span], at: datetime) -> datetime | None:
    """When the next phase begins that lets participants do this."""
    starts = [p.starts_at for p in phases if p.starts_at and p.starts_at > at and lets(p, action)]
    return min(starts, default=None)


def closed_at(action: str, phases: Iterable[Span], at: datetime) -> datetime | None:
    """When the last phase ended that let participants do this."""
    ends = [p.ends_at for p in phases if p.ends_at and p.ends_at <= at and lets(p, action)]
    return max(ends, default=None)


def in_order(phases: Iterable[S]) -> list[S]:
    """By start alone; what is only planned stands last, in the order handed in."""
    return sorted(phases, key=lambda phase: phase.starts_at or FOREVER)


def running(phases: Iterable[S], at: datetime) -> S | None:
    """The phase that runs at this instant."""
    return next((p for p in phases if state_of(p, at) is PhaseState.LAEUFT), None)


def coming(phases: Iterable[S], at: datetime) -> S | None:
    """The phase that begins next."""
    return next((p for p in in_order(phases) if state_of(p, at) is PhaseState.KOMMEND), None)


def first_overlap(phases: Iterable[S]) -> tuple[S, S] | None:
    """The first two phases that share an instant."""
    dated = in_order(phase for phase in phases if phase.starts_at)
    return next(((one, two) for one, two in pairwise(dated) if _starts_before_end(two, one)), None)


def is_well_ordered(phase: Span) -> bool:
    """Whether it ends after it starts, and has no end without a start."""
    if phase.starts_at is None:
        return phase.ends_at is None
    return phase.starts_at < _end(phase)


def span_of(phases: Sequence[Span]) -> tuple[datetime | None, datetime | None]:
    """First start and last end; the end is None where nothing is dated or the last phase continues."""
    dated = in_order(phase for phase in phases if phase.starts_at)
    return (dated[0].starts_at, dated[-1].ends_at) if dated else (None, None)


def _end(phase: Span) -> datetime:
    return phase.ends_at or FOREVER


def _starts_before_end(later: Span, earlier: Span) -> bool:
    return later.starts_at is not None and later.starts_at < _end(earlier)
