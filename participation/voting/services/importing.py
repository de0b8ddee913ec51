"""Real elections from Pabulib files, as counted and public votes."""

import json
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import insert

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotPermitted, RuleViolation
from kernel.events import record
from kernel.ids import new_id
from participation.voting.electorate import IMPORTED
from participation.voting.events import VoteImported
from participation.voting.models import CountedBallots, Vote, VoteOption
from participation.voting.permissions import can_prepare
from participation.voting.results import outcome_of, result_of
from participation.voting.rules import rule_card
from participation.voting.rules.ballots import BallotKind
from participation.voting.rules.counting import RULES
from participation.voting.rules.election import Election
from participation.voting.rules.equal_shares import TooManyRuns
from participation.voting.rules.pabulib import PabulibFile
from participation.voting.rules.states import State
from participation.voting.services.preparing import card_of


class UnknownRule(RuleViolation):
    """No counting rule has this name."""

    message = "Diese Zählregel gibt es nicht."


def import_election(
    *, actor: Actor, file: PabulibFile, slug: str, rule: str, step: int, source: str
) -> Vote:
    """Store an election as a counted, public vote; `step` in whole units of the file's currency.

    The count runs before the transaction, the whole election is stored in one, or nothing.
    """
    if rule not in RULES:
        raise UnknownRule
    election = file.election()
    vote = _vote(file, slug=slug, rule=rule, step=step, source=source)
    vote.card = rule_card.canonical(card_of(vote))
    vote.card_hash = rule_card.fingerprint(vote.card)
    try:
        outcome = outcome_of(vote, election, step=vote.step_cents)
    except TooManyRuns as error:
        raise StepTooSmall from error
    blank = sum(ballot.weight for ballot in election.ballots if ballot.is_blank)
    vote.result = result_of(vote, election, blank, outcome).as_json()
    return _store(actor=actor, vote=vote, election=election)


class StepTooSmall(RuleViolation):
    """The count would take hours."""

    message = (
        "Der Schritt ist zu klein: Die Zählung bräuchte zu viele Durchgänge. "
        "Wählen Sie mit --step einen größeren."
    )


@transactional
def _store(*, actor: Actor, vote: Vote, election: Election) -> Vote:
    if not (can_prepare(actor) or actor.is_system):
        raise NotPermitted
    db.session.add(vote)
    db.session.flush()
    rows = [
        {"vote_id": vote.id, "number": number, "choices": choices, "count": count}
        for number, (choices, count) in enumerate(_sorted(election), 1)
    ]
    db.session.execute(insert(CountedBallots), rows)
    record(VoteImported(vote.source), subject=vote.subject, actor=actor)
    return vote


def _sorted(election: Election) -> list[tuple[str, int]]:
    texts = ((rule_card.canonical(dict(b.scores)), b.weight) for b in election.ballots)
    return sorted(texts, key=lambda row: json.dumps(row[0]))


def _vote(file: PabulibFile, *, slug: str, rule: str, step: int, source: str) -> Vote:
    title = file.meta.get("description") or slug
    opens_at, closes_at = _dates(file)
    return Vote(
        id=new_id(),
        slug=slug,
        title=title,
        question=title,
        state=State.VEROEFFENTLICHT,
        effect="",
        electorate=IMPORTED.name,
        min_choices=0,
        quorum_percent=0,
        floor_score=file.floor_score,
        ballot_type=file.kind if file.kind in set(BallotKind) else BallotKind.APPROVAL,
        budget_cents=file.budget,
        rule=rule,
        step_cents=step * file.per_unit,
        opens_at=opens_at,
        closes_at=closes_at,
        announced_at=clock.now(),
        counted_at=clock.now(),
        published_at=clock.now(),
        turnout=len(file.votes),
        currency=file.currency or "EUR",
        per_unit=file.per_unit,
        source=source,
        source_about=dict(file.meta),
        options=[
            VoteOption(key=p.key, title=p.name, cost_cents=p.cost, group="", position=number)
            for number, p in enumerate(file.projects, 1)
        ],
    )


def _dates(file: PabulibFile) -> tuple[datetime, datetime]:
    """First and last day as the file says, else the day of the import."""
    today = clock.now()
    first = _day(file.meta.get("date_begin", "")) or today
    last = _day(file.meta.get("date_end", "")) or first
    return first, max(last, first) + timedelta(days=1)


def _day(text: str) -> datetime | None:
    try:
        day = datetime.strptime(text, "%d.%m.%Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return datetime.combine(day, time(), tzinfo=clock.BERLIN).astimezone(UTC)
