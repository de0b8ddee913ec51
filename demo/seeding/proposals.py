"""Proposals, and the people who support them while they are collected."""

from collections.abc import Iterator
from functools import partial

from demo.seeding.spans import end_of_phase_at, moment_between
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.shapes import Person, Proposal
from participation.consultations.services.proposals import ProposalDraft, propose
from participation.consultations.services.signatures import sign


def deeds(world: World) -> Iterator[Deed]:
    """Each proposal is written once and signed by as many people as the content says."""
    for found in world.content.proposals:
        yield Deed(world.at(found.written), partial(_propose, world, found))
        yield from _signatures(world, found)


def _propose(world: World, found: Proposal) -> None:
    draft = ProposalDraft(
        title=found.title,
        text=found.text,
        category_key=found.category,
        place=found.place,
        district_key=found.district,
    )
    propose(actor=world.actor(found.by), format_=world.format(found.format), draft=draft)


def _signatures(world: World, found: Proposal) -> Iterator[Deed]:
    start = world.at(found.written)
    end = end_of_phase_at(world, world.format_shape(found.format), found.written)
    for person in world.content.signers_of(found):
        at = moment_between(start, end, found.key, person.key)
        yield Deed(at, partial(_sign, world, found, person))


def _sign(world: World, found: Proposal, person: Person) -> None:
    sign(actor=world.actor(person.key), proposal=world.proposal(found.key))
