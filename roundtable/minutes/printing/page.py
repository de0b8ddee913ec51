"""Minutes as parts of a page; `templates/roundtable/minutes/_whole.html` puts them together."""

from dataclasses import dataclass

from markupsafe import Markup

from kernel.markdown import SafeHtml, markup
from roundtable.meetings.texts import html_of
from roundtable.minutes.printing.parts import (
    Pairs,
    anchor_of,
    facts_of,
    heading_of,
    kicker_of,
    people_of,
    title_of,
)
from roundtable.minutes.rules.public import PublicContent, PublicItem


@dataclass(frozen=True, slots=True)
class HtmlItem:
    """An item: its place on the page, its heading, its text; a non-public one has no text."""

    anchor: str
    heading: str
    public: bool
    #: sanitised, headings from the third level on; empty where nothing was written
    html: SafeHtml

    @property
    def shown(self) -> Markup:
        """The text for a page."""
        return markup(self.html)


@dataclass(frozen=True, slots=True)
class HtmlMinutes:
    """All that a page shows of minutes; everything but the items' texts is plain."""

    title: str
    kicker: str
    facts: Pairs
    people: tuple[str, ...]
    items: tuple[HtmlItem, ...]


def as_html(content: PublicContent) -> HtmlMinutes:
    """The minutes for a page; raises what the Markdown guard raises, never for a frozen content."""
    return HtmlMinutes(
        title=title_of(content.head),
        kicker=kicker_of(content.head),
        facts=facts_of(content.head),
        people=people_of(content),
        items=tuple(_item(item) for item in content.items),
    )


def _item(item: PublicItem) -> HtmlItem:
    return HtmlItem(anchor_of(item.number), heading_of(item), item.public, html_of(item.text))
