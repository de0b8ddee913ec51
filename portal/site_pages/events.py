"""What happens to the site's own pages."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class SitePageWritten(Event):
    """The office wrote or changed a page."""

    kind: ClassVar[str] = "site_page.written"
    slug: str
