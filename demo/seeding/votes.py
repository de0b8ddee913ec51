"""The votes: written down, announced, opened, voted by the crowd; the one that is over counted and published."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.shapes import Vote, mixed
from kernel import clock
from kernel.ids import new_id
from participation.consultations.services.votes import prepare_format_vote
from participation.voting import services
from participation.voting.models import Vote as StoredVote
from participation.voting.services import VoteDraft

#: who keeps the formats writes their votes down, the election office does the rest
FORMAT_OFFICE, OFFICE = "brandt", "petersen"
#: what the content calls the electorate, and the name under which it is registered
ELECTORATES: Mapping[str, str] = {"card": "card-holders"}
WRITTEN_BEFORE = timedelta(days=3, hours=1)
ANNOUNCED_BEFORE = timedelta(days=3)
COUNTED_AFTER = timedelta(minutes=30)
PUBLISHED_AFTER = timedelta(days=3, hours=16)


def deeds(world: World) -> Iterator[Deed]:
    """Each vote as far as it has come today."""
    for vote in world.content.votes:
        yield from _life_of(world, vote)


def _life_of(world: World, vote: Vote) -> Iterator[Deed]:
    opens, closes = world.at(vote.opens), world.at(vote.closes)
    yield Deed(opens - WRITTEN_BEFORE, partial(_prepare, world, vote))
    yield Deed(opens - ANNOUNCED_BEFORE, partial(_announce, world, vote))
    yield Deed(opens, partial(_open, world, vote))
    yield Deed(opens + timedelta(hours=1), partial(_cast, world, vote))
    if closes <= world.today:
        yield Deed(closes, partial(_close, world, vote))
        yield Deed(closes + PUBLISHED_AFTER, partial(_publish, world, vote))


def seal_and_count(world: World) -> None:
    """Destroy the secrets of closed votes and count them; neither fits into a transaction, both may run twice."""
    actor = world.actor(OFFICE)
    for vote in services.votes_to_seal():
        with clock.standing_at(vote.closes_at + COUNTED_AFTER):
            services.destroy_secret(actor=actor, vote=vote)
    for vote in services.votes_to_count():
        with clock.standing_at(vote.closes_at + COUNTED_AFTER):
            services.count_vote(actor=actor, vote=vote)


def _prepare(world: World, vote: Vote) -> None:
    draft = VoteDraft(
        slug=vote.slug,
        title=vote.title,
        question=vote.question,
        electorate=ELECTORATES[vote.electorate],
        budget_cents=vote.budget_cents,
        opens_at=world.at(vote.opens),
        closes_at=world.at(vote.closes),
        step_cents=vote.step_cents,
        rule=vote.rule,
        effect=f"{vote.effect} {vote.withdrawal}",
    )
    prepare_format_vote(
        actor=world.actor(FORMAT_OFFICE),
        format_=world.format(vote.format),
        draft=draft,
        numbers=[world.proposal(key).number for key in vote.options],
    )


def _announce(world: World, vote: Vote) -> None:
    services.announce_vote(actor=world.actor(OFFICE), vote=world.vote(vote.key))


def _open(world: World, vote: Vote) -> None:
    services.open_vote(actor=world.actor(OFFICE), vote=world.vote(vote.key))


def _cast(world: World, vote: Vote) -> None:
    stored = world.vote(vote.key)
    names = _names_of_options(world, vote, stored)
    voters = mixed(world.content.crowd, salt=f"voters|{vote.key}", key=lambda p: p.key)
    for person, choices in zip(voters, vote.ballots(), strict=False):
        services.cast_ballot(
            actor=world.actor(person.key),
            vote=stored,
            choices={names[key]: 1 for key in choices},
            nonce=new_id().bytes,
        )


def _names_of_options(world: World, vote: Vote, stored: StoredVote) -> dict[str, str]:
    """What the content calls an option, and what it is called on the ballot."""
    on_ballot = {option.subject_id: option.key for option in stored.options}
    return {key: on_ballot[str(world.proposal(key).id)] for key in vote.options}


def _close(world: World, vote: Vote) -> None:
    services.close_vote(actor=world.actor(OFFICE), vote=world.vote(vote.key))


def _publish(world: World, vote: Vote) -> None:
    services.publish_result(actor=world.actor(OFFICE), vote=world.vote(vote.key))
