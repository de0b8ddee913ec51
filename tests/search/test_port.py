"""The port's dataclasses keep their own promises."""

from __future__ import annotations

from datetime import date

import pytest

from search_index.port import Passage, Place, Question, SearchDocument, audience


def document(**changes: object) -> SearchDocument:
    fields = {
        "kind": "proposal",
        "id": "7",
        "art": "vorschlag",
        "title": "Freier Eintritt",
        "audience": frozenset({"public", "office"}),
        "url": "/beteiligung/karte/vorschlaege/7",
    }
    return SearchDocument(**(fields | changes))  # type: ignore[arg-type]


def test_equal_documents_have_equal_fingerprints_whatever_the_order_of_tokens():
    assert document().fingerprint == document(audience=frozenset({"office", "public"})).fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Freie Fahrt"},
        {"audience": frozenset({"office"})},
        {"date": date(2026, 4, 1)},
        {"passages": (Passage("top-1", "", "Text"),)},
        {"place": Place(53.5, 10.0)},
        {"boost": 1.5},
    ],
)
def test_every_change_changes_the_fingerprint(change):
    assert document(**change).fingerprint != document().fingerprint


def test_a_document_without_an_audience_cannot_be_made():
    with pytest.raises(TypeError, match="audience"):
        SearchDocument(kind="proposal", id="7", art="vorschlag", title="", url="/")  # type: ignore[call-arg]


@pytest.mark.parametrize("boost", [0.4, 2.1])
def test_a_boost_outside_its_range_is_refused(boost):
    with pytest.raises(ValueError, match="boost"):
        document(boost=boost)


def test_a_question_refuses_unknown_facets_and_pages():
    with pytest.raises(ValueError, match="facet"):
        Question(filters={"colour": frozenset({"red"})})
    with pytest.raises(ValueError, match="page"):
        Question(page=51)


def test_a_single_string_is_no_audience():
    with pytest.raises(TypeError):
        audience("public")
    assert audience(["public"]) == {"public"}
