"""The site's own pages: imprint, privacy, accessibility, plain language, sign language, help."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from demo.seeding.legal_text import Text, texts_of
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from portal.site_pages.queries import page_at
from portal.site_pages.services import write_page

OFFICE = "brandt"


def deeds(world: World) -> Iterator[Deed]:
    """Written last, so that their date is that of the demo; what the office wrote before stays."""
    for text in texts_of(world.content.legal):
        at = world.today - timedelta(seconds=1)
        yield Deed(at, partial(_write, world, text))


def _write(world: World, text: Text) -> None:
    if page_at(text.slug) is None:
        write_page(
            actor=world.actor(OFFICE),
            slug=text.slug,
            title=text.title,
            lead=text.lead,
            text=text.text,
        )
