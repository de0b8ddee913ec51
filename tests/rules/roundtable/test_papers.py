"""Papers of an item: one a line, with a title; what is no address is named by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.papers import Fault, Paper, as_markdown, papers_in
from roundtable.meetings.texts import html_of, papers_html

DRAFT = "https://example.org/entwurf.pdf"


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        (f"Entwurf: {DRAFT}", Paper("Entwurf", DRAFT)),
        (f"* Entwurf – {DRAFT}", Paper("Entwurf", DRAFT)),
        (f"Entwurf ({DRAFT})", Paper("Entwurf", DRAFT)),
        (f"[Entwurf]({DRAFT})", Paper("Entwurf", DRAFT)),
        ("Tischvorlage der Leitung", Paper("Tischvorlage der Leitung")),
    ],
)
def test_a_line_is_a_title_and_perhaps_an_address(line: str, paper: Paper) -> None:
    assert papers_in(f"\n{line}\n\n") == ([paper], [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Entwurf: https://", Fault.ADDRESS),
        ("Entwurf: https://entwurf", Fault.ADDRESS),
        ("Entwurf: www.example.org/entwurf", Fault.ADDRESS),
        ("Entwurf: ftp://example.org/entwurf", Fault.ADDRESS),
        ("Entwurf: https://example.org:port/", Fault.ADDRESS),
        ("Entwurf: https://hamburg.de@example.org/", Fault.ADDRESS),
        (f"Entwurf: https://example.org/{'a' * 500}", Fault.ADDRESS),
        (DRAFT, Fault.NO_TITLE),
        (f"Entwurf: {DRAFT} vom Montag", Fault.AFTER_ADDRESS),
        ("x" * 201, Fault.TOO_LONG),
    ],
)
def test_a_fault_is_told_with_its_line(line: str, fault: Fault) -> None:
    assert papers_in(f"Vorlage\n{line}") == ([Paper("Vorlage")], [(2, fault)])


def test_papers_become_a_list_of_links_that_say_where_they_lead() -> None:
    html = papers_html(f"Entwurf [neu] *1*: {DRAFT}\nTischvorlage")
    assert html.count("<li>") == 2
    assert ">Entwurf [neu] *1*</a>" in html
    assert f'href="{DRAFT}"' in html
    assert "(example.org)" in html


def test_what_was_written_before_stays_as_it_was() -> None:
    for text in ("**Wichtig**\n\nBitte lesen.", f"Siehe [Entwurf]({DRAFT}) bis Montag."):
        assert as_markdown(text) == text
        assert papers_html(text) == html_of(text)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    papers, faults = papers_in(text)
    assert len(papers) + len(faults) <= len(text.splitlines())
    as_markdown(text)
