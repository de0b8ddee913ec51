"""Reading votes; the actor comes first, closed and absent look the same."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from kernel.ids import id_in
from kernel.subjects import Card, Subject, cards
from participation.voting import electorate, vault
from participation.voting.check_codes import check_code
from participation.voting.models import BallotRow, CountedBallots, CountedCode, RollEntry, Vote
from participation.voting.permissions import can_prepare, can_see, takes_ballots
from participation.voting.rules import secrecy
from participation.voting.rules.ballots import BallotKind, Limits, Problem, problems
from participation.voting.rules.election import Ballot, Election, Option
from participation.voting.rules.states import State

PAGE = 20
#: further on there is nothing, and the database could not count that far
LAST_PAGE = 10_000
TURNOUT_HIDDEN_BELOW = 20
TURNOUT_STEP = 10
#: what an explicitly blank ballot says
BLANK = "{}"
TURNOUT_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class OwnBallot:
    """Whether the actor's ballot lies in the box; never what it says."""

    counter: int
    code: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether there is one."""
        return self.counter > 0


def address_of(vote: Vote) -> str:
    """The vote's page; also known where no request runs."""
    return f"/abstimmungen/{vote.slug}/"


def vote_for(actor: Actor, slug: str) -> Vote:
    """One vote with its options, or NotFound."""
    statement = select(Vote).where(Vote.slug == slug).options(selectinload(Vote.options))
    return _visible(actor, db.session.scalar(statement))


def published_vote(slug: str) -> Vote | None:
    """A vote with a public result, for commands; None otherwise."""
    statement = select(Vote).where(Vote.slug == slug, Vote.state == State.VEROEFFENTLICHT)
    return db.session.scalar(statement.options(selectinload(Vote.options)))


def vote_by_id(actor: Actor, vote_id: UUID) -> Vote:
    """One vote with its options, or NotFound."""
    statement = select(Vote).where(Vote.id == vote_id).options(selectinload(Vote.options))
    return _visible(actor, db.session.scalar(statement))


def _visible(actor: Actor, vote: Vote | None) -> Vote:
    if vote is None or not can_see(actor, vote):
        raise NotFound
    return vote


def votes_for(actor: Actor, *, page: int = 1) -> list[Vote]:
    """The votes an actor may see, those that end last first; one more than a page says that there are more."""
    statement = select(Vote).order_by(Vote.closes_at.desc(), Vote.id.desc())
    if not can_prepare(actor):
        statement = statement.where(Vote.card.is_not(None))
    start = (min(max(page, 1), LAST_PAGE) - 1) * PAGE
    return list(db.session.scalars(statement.offset(start).limit(PAGE + 1)))


def newest_votes(actor: Actor, after: str | None) -> tuple[list[Vote], str | None]:
    """A page of the votes an actor may see, newest first, and the cursor of the next page."""
    statement = select(Vote).order_by(Vote.id.desc()).limit(PAGE + 1)
    if not can_prepare(actor):
        statement = statement.where(Vote.card.is_not(None))
    if (last := id_in(after)) is not None:
        statement = statement.where(Vote.id < last)
    votes = list(db.session.scalars(statement))
    return votes[:PAGE], str(votes[PAGE - 1].id) if len(votes) > PAGE else None


def open_votes() -> list[Vote]:
    """Votes that take ballots now, those that end first first."""
    at = clock.now()
    statement = (
        select(Vote)
        .where(Vote.state == State.OFFEN, Vote.opens_at <= at, Vote.closes_at > at)
        .order_by(Vote.closes_at, Vote.id)
    )
    return list(db.session.scalars(statement))


def votes_in_the_box() -> list[Vote]:
    """Votes that were opened and not closed yet, also past their end."""
    return list(db.session.scalars(select(Vote).where(Vote.state == State.OFFEN)))


def published_votes(limit: int) -> list[Vote]:
    """The latest public results."""
    statement = (
        select(Vote)
        .where(Vote.state == State.VEROEFFENTLICHT)
        .order_by(Vote.published_at.desc(), Vote.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def votes_of(actor: Actor, subject_kind: str, subject_id: str) -> list[Vote]:
    """The votes that belong to a thing, oldest first."""
    statement = (
        select(Vote)
        .where(Vote.subject_kind == subject_kind, Vote.subject_id == subject_id)
        .order_by(Vote.opens_at, Vote.id)
    )
    return [vote for vote in db.session.scalars(statement) if can_see(actor, vote)]


def has_vote(subject: Subject) -> bool:
    """Whether any vote belongs to this thing, also one that is only prepared."""
    own = (Vote.subject_kind == subject.kind, Vote.subject_id == subject.id)
    return bool(db.session.scalar(select(exists().where(*own))))


def votes_by_ids(actor: Actor, ids: Collection[UUID], *, with_options: bool = False) -> list[Vote]:
    """Those of these votes that the actor may see, in one statement (two with their options)."""
    statement = select(Vote).where(Vote.id.in_(ids))
    if with_options:
        statement = statement.options(selectinload(Vote.options))
    return [vote for vote in db.session.scalars(statement) if can_see(actor, vote)]


def all_ids() -> Iterable[UUID]:
    """The ids of all votes."""
    return db.session.scalars(select(Vote.id))


def own_ballot(actor: Actor, vote: Vote) -> OwnBallot | None:
    """The state of the actor's ballot while the vote is open; None for who is not on the roll."""
    if not takes_ballots(vote, clock.now()):
        return None
    voter_key = electorate.named(vote.electorate).key_of(actor)
    if voter_key is None:
        return None
    secret = vault.read(vote.id)
    on_roll = db.session.get(RollEntry, (vote.id, secrecy.roll_tag(secret, voter_key)))
    if on_roll is None:
        return None
    slot = secrecy.slot(secret, voter_key)
    row = db.session.execute(
        select(BallotRow.counter, BallotRow.choices, BallotRow.nonce).where(
            BallotRow.vote_id == vote.id, BallotRow.slot == slot
        )
    ).first()
    if row is None:
        return OwnBallot(0)
    return OwnBallot(row.counter, check_code(secret, row.choices, row.nonce))


_turnout_seen: dict[UUID, tuple[datetime, int]] = {}


def turnout_shown(vote: Vote) -> int | None:
    """How many have voted: exact after close; before in steps of ten, renewed every 15 minutes, None below twenty."""
    if vote.status not in {State.VORBEREITET, State.OFFEN}:
        return vote.turnout
    at = clock.now()
    seen_at, count = _turnout_seen.get(vote.id, (None, 0))
    if seen_at is None or not seen_at <= at < seen_at + TURNOUT_EVERY:
        count = _count_online(vote)
        _turnout_seen[vote.id] = (at, count)
    return count - count % TURNOUT_STEP if count >= TURNOUT_HIDDEN_BELOW else None


def _count_online(vote: Vote) -> int:
    statement = (
        select(func.count())
        .select_from(RollEntry)
        .where(RollEntry.vote_id == vote.id, RollEntry.state == "online")
    )
    return db.session.scalar(statement) or 0


def cards_of(actor: Actor, vote: Vote) -> dict[str, Card]:
    """What the options stand for, by option key, as far as the actor may see it; `""` is what the vote belongs to."""
    places = {
        option.key: Subject(option.subject_kind, option.subject_id)
        for option in vote.options
        if option.subject_kind
    }
    if vote.subject_kind:
        places[""] = Subject(vote.subject_kind, vote.subject_id)
    seen = cards(actor, list(places.values()))
    return {key: seen[place] for key, place in places.items() if place in seen}


def smallest_step(electorate_name: str, budget_cents: int) -> int:
    """The smallest raise of Add1 in cents: a hundredth of each voter's share if everybody voted, at least a cent.

    It is also the one to suggest. Smaller ones would make the count of a large vote too long.
    """
    voters = sum(1 for _key in electorate.named(electorate_name).voter_keys(clock.now()))
    return max(1, budget_cents // max(1, voters) // 100)


def options_of(vote: Vote) -> dict[str, Option]:
    """The options as the counting rules see them, by key."""
    return {
        option.key: Option(option.key, option.title, option.cost_cents, option.group or None)
        for option in vote.options
    }


def problems_of(vote: Vote, choices: Mapping[str, int], *, blank: bool) -> list[Problem]:
    """What is missing or wrong on a ballot of this vote; empty when it would count."""
    kind, limits = BallotKind(vote.ballot_type), Limits(min_choices=vote.min_choices)
    return problems(kind, limits, choices, options_of(vote), blank=blank)


def election_of(vote: Vote) -> Election:
    """The counted ballots of a closed vote, ready for a counting rule. Blank ballots are left out."""
    rows = db.session.execute(
        select(CountedBallots.choices, CountedBallots.count)
        .where(CountedBallots.vote_id == vote.id)
        .order_by(CountedBallots.number)
    )
    ballots = tuple(
        Ballot(tuple(sorted(json.loads(choices).items())), count)
        for choices, count in rows
        if choices != BLANK
    )
    return Election(tuple(options_of(vote).values()), ballots, vote.budget_cents)


def blank_ballots(vote: Vote) -> int:
    """How many voters of a closed vote handed in a blank ballot."""
    statement = select(CountedBallots.count).where(
        CountedBallots.vote_id == vote.id, CountedBallots.choices == BLANK
    )
    return db.session.scalar(statement) or 0


def pattern_sizes(vote: Vote) -> list[int]:
    """How many voters cast each different ballot of a closed vote, blank ones aside: no file lists them."""
    statement = select(CountedBallots.count).where(
        CountedBallots.vote_id == vote.id, CountedBallots.choices != BLANK
    )
    return list(db.session.scalars(statement))


def is_code_counted(vote: Vote, code: str) -> bool:
    """Whether the ballot with this check code is in the count of a closed vote."""
    return db.session.get(CountedCode, (vote.id, code)) is not None


def counted_codes(vote: Vote) -> list[str]:
    """All check codes of a closed vote, sorted."""
    statement = select(CountedCode.code).where(CountedCode.vote_id == vote.id)
    return list(db.session.scalars(statement.order_by(CountedCode.code)))
