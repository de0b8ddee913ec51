"""The way of minutes from the first word to the public page, as a table with guards.

The service raises what this answers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: how long a withdrawal may be taken back: it closes at once, and one person does it
DAY_OF_UNDO = timedelta(hours=24)


class State(StrEnum):
    """Where minutes stand; stored as written."""

    MITSCHRIFT = "mitschrift"
    REDAKTION = "redaktion"
    VORGELEGT = "vorgelegt"
    UEBERARBEITUNG = "ueberarbeitung"
    GENEHMIGT = "genehmigt"
    UNTERZEICHNET = "unterzeichnet"
    VEROEFFENTLICHT = "veroeffentlicht"
    BERICHTIGT = "berichtigt"
    DEPUBLIZIERT = "depubliziert"


class Role(StrEnum):
    """What somebody is in the meeting; the administration comes with the release only."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    GUEST = "guest"
    ADMINISTRATION = "administration"


class Way(StrEnum):
    """How minutes were approved."""

    BESCHLUSS = "beschluss"
    UMLAUF = "umlauf"
    FRISTABLAUF = "fristablauf"


class Lack(StrEnum):
    """What is missing for a step."""

    NOT_NEXT = "not_next"
    MEETING_OPEN = "meeting_open"
    INCOMPLETE = "incomplete"
    NO_PDF = "no_pdf"
    NO_ACCEPTED_OBJECTION = "no_accepted_objection"
    OPEN_OBJECTION = "open_objection"
    NO_WAY = "no_way"
    NO_LATER_MEETING = "no_later_meeting"
    NO_MAJORITY = "no_majority"
    DEADLINE_RUNS = "deadline_runs"
    UNCONFIRMED = "unconfirmed"
    SAME_PERSON = "same_person"
    OTHER_TEXT = "other_text"
    UNCHANGED = "unchanged"
    NO_REASON = "no_reason"
    TOO_LATE = "too_late"


#: what the minutes of a meeting must name before they are laid before the table
REQUIRED = frozenset({"place", "times", "chair", "presence", "motions", "results"})

NEXT = {
    State.MITSCHRIFT: {State.REDAKTION},
    State.REDAKTION: {State.VORGELEGT},
    State.VORGELEGT: {State.UEBERARBEITUNG, State.GENEHMIGT},
    State.UEBERARBEITUNG: {State.VORGELEGT},
    State.GENEHMIGT: {State.UNTERZEICHNET, State.VEROEFFENTLICHT, State.UEBERARBEITUNG},
    State.UNTERZEICHNET: {State.VEROEFFENTLICHT},
    State.VEROEFFENTLICHT: {State.BERICHTIGT, State.DEPUBLIZIERT},
    State.BERICHTIGT: {State.BERICHTIGT, State.DEPUBLIZIERT},
    State.DEPUBLIZIERT: {State.VEROEFFENTLICHT, State.BERICHTIGT},
}

WRITERS = {
    State.MITSCHRIFT: {Role.CHAIR, Role.SECRETARY, Role.MEMBER},
    State.REDAKTION: {Role.CHAIR, Role.SECRETARY},
    State.UEBERARBEITUNG: {Role.SECRETARY},
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known when somebody wants to take a step; only what the step asks for needs to be filled."""

    meeting_closed: bool = False
    #: which of `REQUIRED` the minutes name
    named: frozenset[str] = frozenset()
    pdf_compiles: bool = False
    accepted_objections: int = 0
    open_objections: int = 0
    way: Way | None = None
    #: `beschluss`: a later meeting of the table approved
    later_meeting: bool = False
    #: `umlauf`: how many of the voting seats agreed
    agreed: int = 0
    voting_seats: int = 0
    #: `fristablauf`: the time for objections is over
    deadline_over: bool = False
    #: hashes that chair and secretary confirmed
    confirmed: tuple[str, ...] = ()
    #: hash of the text the step is about, and the one the person has seen
    sha256: str = ""
    seen_sha256: str = ""
    #: hash of the text that is public so far
    public_sha256: str = ""
    #: who laid the minutes before the table, and who takes the step
    submitted_by: str = ""
    actor: str = ""
    reason: str = ""
    #: the step takes a withdrawal back, it releases nothing; and the time for that is not over
    takes_back: bool = False
    in_time: bool = False


def may_move(now: State, to: State) -> bool:
    """Whether minutes may go from one state to the other at all."""
    return to in NEXT.get(now, ())


def public_state(publications: int) -> State:
    """Where minutes stand of which this many publications are out: from the second on they are corrected."""
    return State.VEROEFFENTLICHT if publications == 1 else State.BERICHTIGT


def end_of_undo(withdrawn_at: datetime) -> datetime:
    """Until when a withdrawal may be taken back; at this instant no more."""
    return withdrawn_at + DAY_OF_UNDO


def may_write(state: State, role: Role) -> bool:
    """Whether somebody with this role writes in the text; guests never do."""
    return role in WRITERS.get(state, ())


def missing(now: State, to: State, facts: Facts) -> list[Lack]:
    """Everything that is missing for the step; empty where it may be taken."""
    if not may_move(now, to):
        return [Lack.NOT_NEXT]
    checks = _back(now, to, facts) or _onward(facts)[to]
    return [lack for holds, lack in checks if not holds]


def _back(now: State, to: State, facts: Facts) -> list[tuple[bool, Lack]]:
    """A step back asks for other things than the same state reached on the usual way; none of it is a step onward."""
    if (now, to) == (State.GENEHMIGT, State.UEBERARBEITUNG):
        return [(_is_said(facts.reason), Lack.NO_REASON)]
    if now is State.DEPUBLIZIERT:
        return [(facts.takes_back, Lack.NOT_NEXT), (facts.in_time, Lack.TOO_LATE)]
    return []


def _onward(facts: Facts) -> dict[State, list[tuple[bool, Lack]]]:
    return {
        State.REDAKTION: [(facts.meeting_closed, Lack.MEETING_OPEN)],
        State.VORGELEGT: [
            (facts.named >= REQUIRED, Lack.INCOMPLETE),
            (facts.pdf_compiles, Lack.NO_PDF),
        ],
        State.UEBERARBEITUNG: [(facts.accepted_objections > 0, Lack.NO_ACCEPTED_OBJECTION)],
        State.GENEHMIGT: [(not facts.open_objections, Lack.OPEN_OBJECTION), _way(facts)],
        State.UNTERZEICHNET: [(_confirmed_by_both(facts), Lack.UNCONFIRMED)],
        State.VEROEFFENTLICHT: _release(facts),
        State.BERICHTIGT: [
            (facts.sha256 != facts.public_sha256, Lack.UNCHANGED),
            (_is_said(facts.reason), Lack.NO_REASON),
            *_release(facts),
        ],
        State.DEPUBLIZIERT: [(_is_said(facts.reason), Lack.NO_REASON)],
    }


def _way(facts: Facts) -> tuple[bool, Lack]:
    """Approval has one of three ways, each with its own condition."""
    match facts.way:
        case Way.BESCHLUSS:
            return facts.later_meeting, Lack.NO_LATER_MEETING
        case Way.UMLAUF:
            return 2 * facts.agreed > facts.voting_seats, Lack.NO_MAJORITY
        case Way.FRISTABLAUF:
            return facts.deadline_over, Lack.DEADLINE_RUNS
    return False, Lack.NO_WAY


def _confirmed_by_both(facts: Facts) -> bool:
    return len(facts.confirmed) == 2 and set(facts.confirmed) == {facts.sha256}


def _release(facts: Facts) -> list[tuple[bool, Lack]]:
    """A second person releases exactly the text that they have seen."""
    second = bool(facts.actor) and facts.actor != facts.submitted_by
    same = bool(facts.sha256) and facts.seen_sha256 == facts.sha256
    return [(second, Lack.SAME_PERSON), (same, Lack.OTHER_TEXT)]


def _is_said(reason: str) -> bool:
    return bool(reason.strip())
