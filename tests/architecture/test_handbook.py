"""The handbook stays true: every name it quotes stands on a page, every place that is linked is there.

In its texts „…“ quotes a page, bold or not; an ellipsis inside stands for what a page fills in.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from portal.handbook.chapters import ORDER, TEXTS, chapter_of, chapters
from tests.support.source_tree import ROOT, house_files, templates, tree_of

SOURCES = {slug: (TEXTS / f"{slug}.md").read_text("utf-8") for slug in ORDER}
#: where the pages come from that the handbook explains; its own page proves nothing
ROOMS = ("accounts", "portal", "roundtable")
PAGES = ("accounts", "components", "layouts", "portal", "roundtable")
OWN = ("portal/handbook/", "templates/portal/handbook.html", "templates/portal/_chapters.html")
GETTEXT = {"_", "lazy", "plural"}

QUOTED = re.compile(r"„([^„“]+)“")
BOLD = re.compile(r"\*\*(.+?)\*\*")
FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\}")
LINK = re.compile(r"\]\(([^)]+)\)")
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
INFORMAL = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*)\b", re.IGNORECASE)


@cache
def names_on_pages() -> frozenset[str]:
    """Every text that a page of the round table, the account or the office says."""
    texts = (*_said_in_templates(), *_said_in_python())
    return frozenset(FILLED_IN.sub("…", text) for text in texts)


def _said_in_templates() -> Iterator[str]:
    jinja = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path in templates():
        if path.parts[1] in PAGES and not path.as_posix().startswith(OWN):
            tree = jinja.parse((ROOT / path).read_text("utf-8"))
            for _line, _function, said in extract_from_ast(tree):
                words = said if isinstance(said, tuple) else (said,)
                yield from (text for text in words if text)


def _said_in_python() -> Iterator[str]:
    for path in house_files():
        if path.parts[0] in ROOMS and not path.as_posix().startswith(OWN):
            calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
            for call in calls:
                if isinstance(call.func, ast.Name) and call.func.id in GETTEXT:
                    constants = (arg for arg in call.args if isinstance(arg, ast.Constant))
                    yield from (arg.value for arg in constants if isinstance(arg.value, str))


@pytest.mark.parametrize("slug", ORDER)
def test_every_name_it_quotes_stands_on_a_page(slug: str) -> None:
    quoted = set(QUOTED.findall(SOURCES[slug]))
    assert len(quoted) > 20, "found too few names"
    titles = {chapter.title for chapter in chapters().values()}
    why = "a button or page is called otherwise by now: say in portal/handbook/texts what it is called"
    assert quoted - names_on_pages() - titles == set(), why


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        ("Zu Wort melden", True),
        ("… aufrufen", True),
        ("Zum Wort melden", False),
        ("Handbuch", False),
    ],
)
def test_a_name_is_looked_for_as_pages_write_it(name: str, *, is_there: bool) -> None:
    assert (name in names_on_pages()) is is_there


@pytest.mark.parametrize("slug", ORDER)
def test_bold_is_kept_for_names(slug: str) -> None:
    why = "a name in bold without quotation marks would not be compared"
    assert [bold for bold in BOLD.findall(SOURCES[slug]) if not QUOTED.fullmatch(bold)] == [], why


@pytest.mark.parametrize("slug", ORDER)
def test_each_step_has_an_anchor_of_its_own(slug: str) -> None:
    chapter = chapters()[slug]
    anchors = [step.anchor for step in chapter.steps]
    assert len(anchors) == len(set(anchors)) == SOURCES[slug].count("\n## ") > 5
    why = "a heading inside a step would have no anchor"
    assert re.findall(r"^#{3,}", SOURCES[slug], flags=re.MULTILINE) == [], why


def test_a_chapter_is_a_title_a_lead_and_steps() -> None:
    made = chapter_of(
        "a", "# Titel\n\nFür alle.\n\n## Schön los\n\nEs **geht**.\n\n## Ende\n\nAus.\n"
    )
    assert (made.title, made.lead) == ("Titel", "Für alle.")
    assert [(step.title, step.anchor) for step in made.steps] == [
        ("Schön los", "schoen-los"),
        ("Ende", "ende"),
    ]
    assert "<strong>geht</strong>" in made.steps[0].html


def places() -> set[str]:
    """What a link may lead to: a chapter, or a step of one."""
    steps = {f"{one.slug}#{step.anchor}" for one in chapters().values() for step in one.steps}
    return {*ORDER, *steps}


@pytest.mark.parametrize("slug", ORDER)
def test_its_links_lead_to_places_of_its_own(slug: str) -> None:
    linked = {link.removeprefix("/hilfe/") for link in LINK.findall(SOURCES[slug])}
    assert linked - places() == set()


def test_pages_lead_to_places_that_there_are() -> None:
    named = re.compile(rf'"((?:{"|".join(ORDER)})(?:#[^"]*)?)"')
    sources = [(ROOT / path).read_text("utf-8") for path in templates()]
    linked = {place for source in sources for place in named.findall(source)}
    assert len(linked) > 10, "found too few links"
    assert linked - places() == set()


@pytest.mark.parametrize("slug", ORDER)
def test_it_speaks_in_short_sentences_and_says_sie(slug: str) -> None:
    plain = re.sub(r"\*\*|^(#+|[*]|\d+\.) |`[^`]*`", "", SOURCES[slug], flags=re.MULTILINE)
    plain = LINK.sub("]", plain)
    long = [s for s in SENTENCE_END.split(plain) if len(re.findall(r"[\w…]+", s)) > 20]
    assert long == []
    assert INFORMAL.findall(plain) == []
