"""Reading the site's own pages."""

from sqlalchemy import select

from kernel.database import db
from portal.site_pages.models import SitePage


def page_at(slug: str) -> SitePage | None:
    """The page the office wrote for this address; None while it is missing."""
    return db.session.scalar(select(SitePage).where(SitePage.slug == slug))


def written_pages() -> dict[str, SitePage]:
    """All written pages by address."""
    return {page.slug: page for page in db.session.scalars(select(SitePage))}
