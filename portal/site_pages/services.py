"""Writing the site's own pages."""

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import Conflict, NotFound, NotPermitted
from kernel.events import record
from kernel.subjects import Subject
from portal.site_pages.events import SitePageWritten
from portal.site_pages.models import SitePage
from portal.site_pages.pages import PLACES
from portal.site_pages.permissions import can_write
from portal.site_pages.queries import page_at


class PageChangedMeanwhile(Conflict):
    """Somebody else saved in between."""

    message = (
        "Jemand anderes hat diese Seite inzwischen geändert. "
        "Ihr Text steht noch im Formular. Bitte vergleichen Sie beide."
    )


@transactional
def write_page(
    *, actor: Actor, slug: str, title: str, lead: str, text: str, based_on: int = 0
) -> SitePage:
    """Write a page; `based_on` is the version that was edited, 0 for none."""
    if not can_write(actor):
        raise NotPermitted
    if slug not in PLACES:
        raise NotFound
    page = page_at(slug) or _new(slug)
    if (page.version or 0) != based_on:
        raise PageChangedMeanwhile
    page.title, page.lead, page.written_at = title, lead, clock.now()
    page.write(text)
    db.session.flush()
    subject = Subject("site_page", str(page.id))
    record(SitePageWritten(slug), subject=subject, actor=actor)
    return page


def _new(slug: str) -> SitePage:
    page = SitePage(slug=slug)
    db.session.add(page)
    return page
