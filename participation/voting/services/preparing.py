"""Before a vote opens: write it down, choose its options, freeze its rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel import clock
from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, locked, transactional
from kernel.errors import NotPermitted, RuleViolation
from kernel.events import OFFICE, PUBLIC, record
from kernel.subjects import Subject
from participation.voting.errors import CardIsFrozen, SlugTaken, WrongStep
from participation.voting.events import VoteAbandoned, VoteAnnounced, VotePrepared
from participation.voting.models import Vote, VoteOption
from participation.voting.permissions import can_manage, can_prepare
from participation.voting.queries import smallest_step
from participation.voting.rules import rule_card
from participation.voting.rules.states import State, may_move
from participation.voting.services.closing import empty_roll_and_box

NOTICE = timedelta(hours=24)
DEFAULT_RULE = "equal-shares-utilitarian"
MIN_OPTIONS = 2
#: between preparing and announcing the electorate may shrink, and the smallest step grows
LEEWAY = 2

rule("uq_votes_slug", SlugTaken)


@dataclass(frozen=True)
class OptionDraft:
    """An option as the office or a feature hands it in."""

    key: str
    title: str
    cost_cents: int
    summary: str = ""
    group: str = ""
    subject: Subject | None = None


@dataclass(frozen=True)
class VoteDraft:
    """A vote as the office writes it down."""

    slug: str
    title: str
    question: str
    electorate: str
    budget_cents: int
    opens_at: datetime
    closes_at: datetime
    step_cents: int
    rule: str = DEFAULT_RULE
    effect: str = ""
    min_choices: int = 1
    quorum_percent: int = 5
    floor_score: int = 0
    subject: Subject | None = None


@transactional
def prepare_vote(*, actor: Actor, draft: VoteDraft, options: Sequence[OptionDraft]) -> Vote:
    """Write a vote down; it stays the office's until it is announced."""
    if not can_prepare(actor):
        raise NotPermitted
    vote = Vote(
        slug=draft.slug,
        title=draft.title,
        question=draft.question,
        effect=draft.effect,
        subject_kind=draft.subject.kind if draft.subject else "",
        subject_id=draft.subject.id if draft.subject else "",
        electorate=draft.electorate,
        min_choices=draft.min_choices,
        quorum_percent=draft.quorum_percent,
        floor_score=draft.floor_score,
        budget_cents=draft.budget_cents,
        rule=draft.rule,
        step_cents=draft.step_cents,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        options=_rows(options),
    )
    db.session.add(vote)
    db.session.flush()
    record(VotePrepared(), subject=vote.subject, actor=actor, audience=OFFICE)
    return vote


@transactional
def replace_options(*, actor: Actor, vote: Vote, options: Sequence[OptionDraft]) -> Vote:
    """Choose the options anew, while the rule card is not frozen."""
    _ensure_draft(actor, locked(vote))
    for option in vote.options:
        db.session.delete(option)
    db.session.flush()
    vote.options = _rows(options)
    return vote


@transactional
def announce_vote(*, actor: Actor, vote: Vote) -> Vote:
    """Freeze the rule card and show it to everybody; from now on a change is a new vote."""
    _ensure_draft(actor, locked(vote))
    _ensure_countable(vote)
    vote.card = rule_card.canonical(card_of(vote))
    vote.card_hash = rule_card.fingerprint(vote.card)
    vote.announced_at = clock.now()
    record(VoteAnnounced(vote.card_hash), subject=vote.subject, actor=actor, audience=PUBLIC)
    return vote


@transactional
def abandon_vote(*, actor: Actor, vote: Vote, reason: str) -> Vote:
    """Give a vote up before its result is public; ballots in the box are deleted unread.

    An announced vote needs a reason, which is public. A draft that nobody saw stays the office's, and needs none.
    """
    if not can_manage(actor, locked(vote)):
        raise NotPermitted
    if not may_move(vote.status, State.ABGEBROCHEN):
        raise WrongStep
    if vote.is_frozen and not reason.strip():
        raise RuleViolation("Bitte nennen Sie den Grund. Er wird veröffentlicht.", field="reason")
    empty_roll_and_box(vote)
    vote.state, vote.reason = State.ABGEBROCHEN, reason
    audience = PUBLIC if vote.is_frozen else OFFICE
    record(VoteAbandoned(reason), subject=vote.subject, actor=actor, audience=audience)
    return vote


def card_of(vote: Vote) -> dict[str, rule_card.Value]:
    """The rule card's content, from the vote as it stands."""
    return {
        "version": rule_card.VERSION,
        "vote": str(vote.id),
        "question": vote.question,
        "type": vote.ballot_type,
        "min_choices": vote.min_choices,
        "options": [
            {"key": o.key, "title": o.title, "cost_cents": o.cost_cents, "group": o.group}
            for o in vote.options
        ],
        "budget_cents": vote.budget_cents,
        "currency": vote.currency,
        "rule": vote.rule,
        "step_cents": vote.step_cents,
        "floor_score": vote.floor_score,
        "ties": "lowest cost, most votes, sha256(seed|key)",
        "seed": "sha256(sha256 of this card in hexadecimal)",
        "leftover": "lapse",
        "quorum_percent": vote.quorum_percent,
        "effect": vote.effect,
        "electorate": vote.electorate,
        "opens_at": vote.opens_at,
        "closes_at": vote.closes_at,
        "secrecy": "A",
    }


def _ensure_draft(actor: Actor, vote: Vote) -> None:
    if not can_manage(actor, vote):
        raise NotPermitted
    if vote.is_frozen:
        raise CardIsFrozen
    if vote.status is not State.VORBEREITET:
        raise WrongStep


def _ensure_countable(vote: Vote) -> None:
    if len(vote.options) < MIN_OPTIONS:
        raise RuleViolation("Eine Abstimmung braucht mindestens zwei Möglichkeiten.")
    if any(not 1 <= o.cost_cents <= vote.budget_cents for o in vote.options):
        raise RuleViolation("Jede Möglichkeit kostet mindestens 1 Cent und höchstens das Budget.")
    if vote.min_choices > len(vote.options):
        raise RuleViolation("Es gibt weniger Möglichkeiten, als angekreuzt werden müssen.")
    if vote.step_cents * LEEWAY < smallest_step(vote.electorate, vote.budget_cents):
        raise RuleViolation(
            "Die Schrittweite ist zu klein. Sie beträgt etwa ein Hundertstel dessen, "
            "was auf jede Person entfällt.",
            field="step",
        )
    if vote.closes_at <= vote.opens_at:
        raise RuleViolation("Das Ende liegt vor dem Beginn.", field="closes_at")
    if vote.opens_at < clock.now() + clock.waiting(NOTICE):
        raise RuleViolation(
            "Die Regelkarte steht mindestens 24 Stunden öffentlich, bevor die Abstimmung beginnt.",
            field="opens_at",
        )


def _rows(options: Sequence[OptionDraft]) -> list[VoteOption]:
    return [
        VoteOption(
            key=option.key,
            title=option.title,
            summary=option.summary,
            cost_cents=option.cost_cents,
            group=option.group,
            position=position,
            subject_kind=option.subject.kind if option.subject else "",
            subject_id=option.subject.id if option.subject else "",
        )
        for position, option in enumerate(options, 1)
    ]
