"""What every format of the city stands on: its districts and the fields of the strategy as categories."""

from collections.abc import Iterator
from functools import partial

from demo.content import load
from demo.seeding.people import ARRIVAL
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from kernel.actors import Actor
from kernel.database import db, transactional
from participation.consultations.models.site import Category, District, Source
from participation.consultations.services.site import set_category, set_district


def deeds(world: World) -> Iterator[Deed]:
    """The lists are there before anything else."""
    yield Deed(world.at(ARRIVAL), partial(write_lists, actor=world.system))


@transactional
def write_lists(*, actor: Actor) -> None:
    """Make districts and categories known; what the office has changed stays as it is."""
    content = load()
    for rank, district in enumerate(content.districts, 1):
        if db.session.get(District, district.key) is None:
            set_district(actor=actor, key=district.key, name=district.name, rank=rank)
    for category in content.categories:
        if db.session.get(Category, category.key) is None:
            set_category(
                actor=actor,
                key=category.key,
                source=Source(category.source),
                number=category.number,
                title=category.title,
                summary=category.short,
            )
