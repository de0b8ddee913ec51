"""Texts of minutes as pages show them to members: marks as names, Markdown as HTML."""

from dataclasses import replace

from markupsafe import Markup, escape

from kernel.errors import RuleViolation
from kernel.markdown import guard, markup
from roundtable.meetings.texts import html_of
from roundtable.minutes.rules.public import MARK, Content


def with_names(text: str) -> str:
    """Marks as the names in them."""
    return MARK.sub(lambda mark: mark["name"], text)


def readable(content: Content) -> Content:
    """The content with names instead of marks in its texts."""
    items = (replace(item, text=with_names(item.text)) for item in content.items)
    return replace(content, items=tuple(items))


def as_html(text: str) -> Markup:
    """The text as HTML; one that would take too long to render, as it was typed."""
    try:
        guard(text)
        return markup(html_of(text))
    except RuleViolation:
        return escape(text)
