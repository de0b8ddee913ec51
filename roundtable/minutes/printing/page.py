"""Minutes as parts of a page; `templates/roundtable/minutes/_whole.html` puts them together."""

from collections.abc import Sequence
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
    note_of,
    people_of,
    title_of,
)
from roundtable.minutes.rules.facts import Fact, resolution_in, segments, unquoted
from roundtable.minutes.rules.public import PublicContent, PublicItem


@dataclass(frozen=True, slots=True)
class HtmlPart:
    """What people wrote, or a fact of the meeting, which has a mark and looks as nothing else does."""

    #: sanitised, headings from the third level on
    html: SafeHtml
    mark: str = ""

    @property
    def shown(self) -> Markup:
        """The text for a page."""
        return markup(self.html)

    @property
    def resolution(self) -> str:
        """Its number, where it is a resolution."""
        return resolution_in(self.mark)

    @property
    def address(self) -> str:
        """The page of the resolution; empty where it is none."""
        return f"/beschluesse/{self.resolution}" if self.resolution else ""


@dataclass(frozen=True, slots=True)
class HtmlItem:
    """An item: its place on the page, its heading, its text; a non-public one has no text."""

    anchor: str
    heading: str
    public: bool
    #: what became of it; empty where the text says enough
    note: str
    #: none where nothing was written
    parts: tuple[HtmlPart, ...]


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


def html_parts(text: str, facts: Sequence[Fact]) -> tuple[HtmlPart, ...]:
    """A text in pieces, facts apart; pieces that show nothing are left out."""
    found = (
        HtmlPart(html_of(unquoted(part.text) if part.is_block else part.text), part.mark)
        for part in segments(text, facts)
    )
    return tuple(part for part in found if part.html)


def _item(item: PublicItem) -> HtmlItem:
    return HtmlItem(
        anchor=anchor_of(item.number),
        heading=heading_of(item),
        public=item.public,
        note=note_of(item),
        parts=html_parts(item.text, item.facts),
    )
