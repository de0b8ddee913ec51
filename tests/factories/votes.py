"""Legal votes: announced and opened through the services, with an electorate of made-up keys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from threading import Lock
from types import MappingProxyType
from uuid import UUID, uuid4

from kernel import clock
from kernel.actors import Actor, Grant
from kernel.database import in_transaction
from kernel.subjects import Subject
from participation.voting import electorate, services, vault
from participation.voting.models import Vote
from participation.voting.services import OptionDraft, VoteDraft

ELECTION_OFFICE = Actor(
    person_id=UUID(int=1), name="Wahlbüro", grants=frozenset({Grant("administration", "votes")})
)
numbers = count(1)


class Town:
    """An electorate for tests: everybody it has been told of."""

    name = "town"
    word = "Alle in dieser Stadt"
    how_to_join = "Ziehen Sie in die Stadt."

    def __init__(self) -> None:
        self.people: set[UUID] = set()

    def voter_keys(self, as_of: datetime) -> Iterable[str]:  # noqa: ARG002
        """Everybody."""
        return [str(person) for person in self.people]

    def key_of(self, actor: Actor) -> str | None:
        """The person's id, if told of."""
        return str(actor.person_id) if actor.person_id in self.people else None


TOWN = Town()
electorate.register(TOWN)


def new_town(number: int) -> list[Actor]:
    """The town with these people only."""
    TOWN.people.clear()
    return voters(number)


def voters(number: int) -> list[Actor]:
    """More people for the town."""
    people = [Actor(person_id=uuid4(), name=f"Person {n}") for n in range(number)]
    TOWN.people.update(person.person_id for person in people if person.person_id)
    return people


def draft_of(*, slug: str = "", budget_cents: int = 100_00) -> VoteDraft:
    """A vote as the office writes it: opens in a day, closes a day later."""
    number, now = next(numbers), clock.now()
    return VoteDraft(
        slug=slug or f"abstimmung-{number}",
        title=f"Abstimmung {number}",
        question="Was soll es geben?",
        electorate=TOWN.name,
        budget_cents=budget_cents,
        opens_at=now + timedelta(hours=24, minutes=5),
        closes_at=now + timedelta(hours=48),
        step_cents=budget_cents // 100,
    )


def prepared_vote(
    *,
    budget_cents: int = 100_00,
    costs: Iterable[int] = (60_00, 50_00, 40_00),
    subject: Subject | None = None,
    step_cents: int = 1_00,
    texts: Mapping[str, str] = MappingProxyType({}),
    option_texts: Mapping[str, str] = MappingProxyType({}),
) -> Vote:
    """A vote that only the office sees; `texts` are fields of `VoteDraft`, `option_texts` of `OptionDraft`."""
    options = [
        replace(OptionDraft(f"o{n}", f"Angebot {n}", cost), **option_texts)
        for n, cost in enumerate(costs, 1)
    ]
    draft = replace(
        draft_of(budget_cents=budget_cents), subject=subject, step_cents=step_cents, **texts
    )
    return services.prepare_vote(actor=ELECTION_OFFICE, draft=draft, options=options)


def announced_vote(**facts: object) -> Vote:
    """A vote with a frozen rule card."""
    vote = prepared_vote(**facts)  # type: ignore[arg-type]
    return services.announce_vote(actor=ELECTION_OFFICE, vote=vote)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The server's clock at a moment, standing still."""
    original = clock.now
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = original


@contextmanager
def ticking(moments: Iterator[datetime]) -> Iterator[None]:
    """A clock that shows the next of these moments at each look."""
    original, guard = clock.now, Lock()

    def look() -> datetime:
        with guard:
            return next(moments)

    clock.now = look
    try:
        yield
    finally:
        clock.now = original


def open_vote(**facts: object) -> Vote:
    """A vote that takes ballots; use `while_open` for the clock."""
    vote = announced_vote(**facts)
    with while_open(vote):
        return services.open_vote(actor=ELECTION_OFFICE, vote=vote)


def while_open(vote: Vote) -> AbstractContextManager[None]:
    """The clock in the middle of the voting time."""
    return at(vote.opens_at + (vote.closes_at - vote.opens_at) / 2)


def after_close(vote: Vote) -> AbstractContextManager[None]:
    """The clock at the first instant after the end."""
    return at(vote.closes_at)


def seal(vote: Vote) -> None:
    """Destroy the vote's secret without rewriting files, for tests within one transaction."""
    vault.destroy(vote.id)
    in_transaction(lambda: setattr(vote, "secret_destroyed_at", clock.now()))


def cast(vote: Vote, voter: Actor, *keys: str) -> services.Receipt:
    """The voter's ballot with these options, in the middle of the voting time."""
    with while_open(vote):
        return services.cast_ballot(
            actor=voter,
            vote=vote,
            choices=dict.fromkeys(keys, 1),
            nonce=uuid4().bytes * 2,
        )


def counted_vote(
    *, on_roll: int = 3, ballots: Sequence[tuple[str, ...]] = (("o1", "o2"),), **facts: object
) -> Vote:
    """A closed and counted vote with these ballots, not public yet; its town is new."""
    people = new_town(on_roll)
    vote = open_vote(**({"step_cents": max(1, 100_00 // on_roll // 100)} | facts))
    for person, keys in zip(people, ballots, strict=False):
        cast(vote, person, *keys)
    with after_close(vote):
        services.close_vote(actor=ELECTION_OFFICE, vote=vote)
        seal(vote)
        return services.count_vote(actor=ELECTION_OFFICE, vote=vote)
