"""Earlier resolutions of invented bodies, as records of the archive."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from demo.seeding.people import ARRIVAL
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.shapes import ArchiveRecord
from search_index.archive.services import Paper, file_record

SOURCE = "demo"


def deeds(world: World) -> Iterator[Deed]:
    """Filed before the first format, so that people find them while they write."""
    at = world.at(ARRIVAL) + timedelta(hours=2)
    for record in world.content.archive:
        yield Deed(at, partial(_file, world, record))


def _file(world: World, record: ArchiveRecord) -> None:
    file_record(
        actor=world.system,
        paper=Paper(
            source=SOURCE,
            source_id=record.number,
            title=record.title,
            body=record.wording,
            section=record.body,
            district=world.district_name(record.district),
            decided_on=record.date,
            note=record.source_note,
        ),
    )
