"""Texts of items as HTML. Agendas are short and read by many: each text is rendered once in a process."""

from functools import lru_cache

from kernel.markdown import SafeHtml, render
from roundtable.meetings.rules.papers import as_markdown

MOST = 512


@lru_cache(maxsize=MOST)
def html_of(text: str) -> SafeHtml:
    """The sanitised HTML of a text; raises MarkdownTooComplex, so asked before the text is stored."""
    return render(text).html


def papers_html(text: str) -> SafeHtml:
    """The papers of an item as a list of links."""
    return html_of(as_markdown(text))
