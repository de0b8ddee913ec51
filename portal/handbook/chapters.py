"""The chapters as they are read from `texts/`: one file each, a title, a lead, then steps.

A step has an anchor, made of its title: links from other pages name it. Steps have no headings of their own, for those
would have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from kernel.markdown import SafeHtml, markup, render
from kernel.slugs import slug_of

TEXTS = Path(__file__).parent / "texts"
#: the addresses of the chapters, in the order of the page that lists them
ORDER = (
    "am-tisch-mitreden",
    "sitzung-leiten",
    "protokoll-fuehren",
    "runde-tische-verwalten",
)


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a chapter, about one thing that people do."""

    title: str
    anchor: str
    text: SafeHtml

    @property
    def html(self) -> Markup:
        """The text for a page."""
        return markup(self.text)


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one role does at a round table, from first to last."""

    slug: str
    title: str
    #: for whom it is, and what it covers
    lead: str
    steps: tuple[Step, ...]


@cache
def chapters() -> Mapping[str, Chapter]:
    """All chapters by their addresses, in order; read and rendered once in the life of the process."""
    return {slug: chapter_of(slug, (TEXTS / f"{slug}.md").read_text("utf-8")) for slug in ORDER}


def chapter_of(slug: str, source: str) -> Chapter:
    """The chapter in a file: `# title`, a paragraph of lead, and a `## title` for each step."""
    head, *steps = source.split("\n## ")
    title, _line, lead = head.removeprefix("# ").partition("\n")
    return Chapter(slug, title.strip(), lead.strip(), tuple(map(_step, steps)))


def _step(source: str) -> Step:
    title, _line, text = source.partition("\n")
    return Step(title.strip(), slug_of(title), render(text.strip()).html)
