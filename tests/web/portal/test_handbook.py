"""The handbook is read by everybody, found from the help page, and from the pages that it explains."""

import re

import click
import pytest

from portal.handbook.chapters import ORDER, TEXTS, chapters
from tests.factories import people
from tests.factories.meetings import at
from tests.factories.protocols import AFTER, a_paper, printing


@pytest.mark.parametrize("slug", ORDER)
def test_a_visitor_reads_a_chapter_and_jumps_to_each_step(client, statements, slug) -> None:
    client.get("/hilfe/")
    statements.clear()
    answer = client.get(f"/hilfe/{slug}")
    assert (answer.status_code, len(statements) <= 1) == (200, True)
    chapter = chapters()[slug]
    assert f'<h1 class="ef-head__title">{chapter.title}</h1>' in answer.text
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    contents = answer.text.partition('class="ef-contents"')[2].partition("</nav>")[0]
    anchors = [step.anchor for step in chapter.steps]
    assert re.findall(r'href="#([^"]+)"', contents) == anchors
    sections = re.findall(r'<section class="ef-section" id="([^"]+)"><h2', answer.text)
    assert sections == [*anchors, "mehr"]


def test_the_help_page_and_each_chapter_lead_to_the_chapters(client, database) -> None:
    addresses = [f"/hilfe/{slug}" for slug in ORDER]
    for here in ("/hilfe/", *addresses):
        page = client.get(here).text
        linked = set(re.findall(r'<h3[^>]*><a href="(/hilfe/[^"#]+)"', page))
        assert linked == set(addresses) - {here}
    assert "/hilfe/sitzung-leiten" not in client.get("/impressum").text


def test_a_chapter_that_there_is_not_is_not_found(client, database) -> None:
    assert client.get("/hilfe/gibt-es-nicht").status_code == 404


def test_the_commands_it_names_exist(app) -> None:
    texts = "".join((TEXTS / f"{slug}.md").read_text("utf-8") for slug in ORDER)
    named = re.findall(r"`flask ([a-z]+) ([a-z]+) [^`]*`", texts)
    assert named
    for group, command in named:
        found = app.cli.commands[group]
        assert isinstance(found, click.Group)
        assert command in found.commands


#: who looks, at which page of a meeting whose minutes are approved, and where "Wie geht das?" leads them
WAYS = [
    ("secretary", "protokoll/stand", "protokoll-fuehren#das-protokoll-vorlegen"),
    (
        "anna",
        "protokoll/stand",
        "am-tisch-mitreden#das-protokoll-lesen-und-aenderungen-wuenschen",
    ),
    ("office", "protokoll/stand", "runde-tische-verwalten#ein-protokoll-freigeben"),
    ("office", "protokoll/freigeben", "runde-tische-verwalten#ein-protokoll-freigeben"),
    ("chair", "leitung", "sitzung-leiten#das-ergebnis-veroeffentlichen"),
    ("chair", "live", "sitzung-leiten#punkte-aufrufen"),
    ("anna", "live", "am-tisch-mitreden#in-den-raum-kommen"),
    ("anna", "mitschrift/{item}", "protokoll-fuehren#im-editor-schreiben"),
]


def test_pages_of_a_meeting_lead_to_their_place_in_the_handbook(app, database) -> None:
    with printing(), at(AFTER):
        paper = a_paper("RT").approved()
        paper.office()
    base = f"/runde-tische/{paper.sitting.made.table.slug}/sitzungen/2024-01"
    persons = {**paper.sitting.made.persons, **paper.offices}
    found = []
    for who, page, _place in WAYS:
        browser = app.test_client()
        with at(paper.now), printing():
            people.sign_in(browser, persons[who])
            text = browser.get(f"{base}/{page.format(item=paper.sitting.item.id)}").text
        found.append((who, page, *re.findall(r'href="/hilfe/([^"]+)">Wie geht das\?', text)))
    assert found == WAYS


def test_the_office_is_led_on_from_its_list_of_tables(client, database) -> None:
    people.sign_in(client, people.person(role="administration"))
    page = client.get("/verwaltung/runde-tische/").text
    assert 'href="/hilfe/runde-tische-verwalten#einen-runden-tisch-anlegen"' in page
