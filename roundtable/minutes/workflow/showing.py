"""Texts of minutes as pages show them to members: marks as names, Markdown as HTML."""

from collections.abc import Iterable
from dataclasses import replace

from markupsafe import escape

from kernel.errors import RuleViolation
from kernel.markdown import guard, plain_of
from kernel.markdown.markup import sanitised
from roundtable.meetings.register import resolutions_named
from roundtable.meetings.texts import html_of
from roundtable.minutes.printing import HtmlPart, html_parts, note_of
from roundtable.minutes.rules.facts import Fact
from roundtable.minutes.rules.public import MARK, Content, Item, PublicItem


def with_names(text: str) -> str:
    """Marks as the names in them."""
    return MARK.sub(lambda mark: mark["name"], text)


def readable(content: Content) -> Content:
    """The content with names instead of marks in its texts."""
    items = (
        replace(item, text=with_names(item.text), facts=tuple(map(_named, item.facts)))
        for item in content.items
    )
    return replace(content, items=tuple(items))


def _named(fact: Fact) -> Fact:
    return replace(fact, text=with_names(fact.text))


def shown_parts(item: Item) -> tuple[HtmlPart, ...]:
    """The text of an item, facts apart; one that would take too long to render, as it was typed."""
    try:
        guard(item.text)
        return html_parts(item.text, item.facts)
    except RuleViolation:
        return (HtmlPart(sanitised(escape(item.text))),)


def became(item: Item) -> str:
    """What stands above the text of an item, as everybody will read it where the item is public."""
    return note_of(PublicItem(item.number, public=True, text=item.text, state=item.state))


def readable_resolutions(items: Iterable[Item | PublicItem]) -> frozenset[str]:
    """The numbers of those resolutions among the facts whose page everybody reads; at most one statement."""
    numbers = {fact.resolution for item in items for fact in item.facts} - {""}
    return frozenset(n for n, is_read in resolutions_named(numbers).items() if is_read)


def as_read(text: str) -> str:
    """The words of a frozen text as its page shows them, without signs of Markdown: what people copy from there."""
    return plain_of(html_of(with_names(text)))
