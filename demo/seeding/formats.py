"""The formats: written by the responsible person, published before their first phase, ended with a result."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.shapes import Format, Phase, Responsible, Result
from participation.consultations.rules.blueprints import Blueprint, Level
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.drafts import Contact, FormatDraft, PhasePlan
from participation.consultations.services.formats import (
    archive_format,
    create_format,
    publish_format,
)
from participation.consultations.services.results import publish_result

WRITTEN_BEFORE = timedelta(days=9, hours=-10)
PUBLISHED_BEFORE = timedelta(days=5, hours=-9)


def deeds(world: World) -> Iterator[Deed]:
    """Each format from its draft to, where it is over, its archive."""
    for found in world.content.formats:
        yield from _life_of(world, found)


def _life_of(world: World, found: Format) -> Iterator[Deed]:
    start = world.at(found.phases[0].start)
    yield Deed(start - WRITTEN_BEFORE, partial(_create, world, found))
    yield Deed(start - PUBLISHED_BEFORE, partial(_publish, world, found))
    for result in found.results:
        yield Deed(world.at(result.given), partial(_publish_result, world, found, result))
    if found.archived:
        yield Deed(world.at(found.archived), partial(_archive, world, found))


def _create(world: World, found: Format) -> None:
    create_format(
        actor=world.actor(found.responsible.person), draft=draft_of(world, found), slug=found.slug
    )


def _publish(world: World, found: Format) -> None:
    publish_format(actor=world.actor(found.responsible.person), format_=world.format(found.key))


def _publish_result(world: World, found: Format, result: Result) -> None:
    publish_result(
        actor=world.actor(found.responsible.person),
        format_=world.format(found.key),
        text=result.text,
        is_final=result.final,
    )


def _archive(world: World, found: Format) -> None:
    archive_format(actor=world.actor(found.responsible.person), format_=world.format(found.key))


def draft_of(world: World, found: Format) -> FormatDraft:
    """The format as the office writes it."""
    return FormatDraft(
        title=found.title,
        summary=found.summary,
        text=found.description,
        blueprint=Blueprint(found.blueprint),
        level=Level(found.level.lower()),
        phases=tuple(_plan_of(world, phase) for phase in found.phases),
        district_key=found.district,
        responsible=_contact_of(world, found.responsible),
        deputy=_contact_of(world, found.deputy),
        category_keys=_categories_of(world, found),
    )


def _plan_of(world: World, phase: Phase) -> PhasePlan:
    end = None if phase.end is None else world.at(phase.end)
    return PhasePlan(PhaseType(phase.type), phase.title, world.at(phase.start), end)


def _contact_of(world: World, found: Responsible) -> Contact:
    surname = world.named(found.person).name.partition(",")[0]
    return Contact(name=surname, role=found.role, office=found.office, contact=found.contact)


def _categories_of(world: World, found: Format) -> tuple[str, ...]:
    """The categories its proposals use, in the order of the strategies."""
    used = {
        proposal.category for proposal in world.content.proposals if proposal.format == found.key
    }
    return tuple(c.key for c in world.content.categories if c.key in used)
