"""A blueprint keeps only promises that its phases can keep."""

import pytest

from kernel.slugs import slug_of
from participation.consultations.rules.blueprints import (
    PHASES,
    Blueprint,
    Level,
    can_keep,
    takes_proposals,
)
from participation.consultations.rules.phases import PhaseType
from participation.consultations.rules.publication import Gap, gaps
from tests.support.spans import span

KEPT = {
    Blueprint.OFFER_WISHES: "information konsultation mitgestaltung entscheidung",
    Blueprint.IDEA_COLLECTION: "information konsultation",
    Blueprint.PROPOSAL_PROCEDURE: "information konsultation mitgestaltung",
    Blueprint.OPEN_DISCUSSION: "information konsultation",
    Blueprint.INFORMATION: "information",
}


@pytest.mark.parametrize("blueprint", list(Blueprint))
def test_each_blueprint_keeps_these_levels(blueprint) -> None:
    kept = " ".join(level for level in Level if can_keep(blueprint, level))
    assert kept == KEPT[blueprint]


def test_the_wishes_for_offers_are_collected_judged_and_voted_on_in_this_order() -> None:
    names = [str(kind) for kind in PHASES[Blueprint.OFFER_WISHES]]
    assert names == ["collect", "evaluate", "answer", "vote", "result"]


def test_proposals_are_written_where_something_is_collected() -> None:
    taking = {blueprint for blueprint in Blueprint if takes_proposals(blueprint)}
    assert taking == {
        Blueprint.OFFER_WISHES,
        Blueprint.IDEA_COLLECTION,
        Blueprint.PROPOSAL_PROCEDURE,
    }


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"level": Level.ENTSCHEIDUNG}, [Gap.LEVEL]),
        ({"responsibles": 0}, [Gap.RESPONSIBLE]),
        ({"phases": [span(None, None)]}, [Gap.DATES]),
        ({"responsibles": 0, "phases": []}, [Gap.RESPONSIBLE, Gap.DATES]),
        ({"phases": [span(0, None)]}, []),
        ({"phases": [span(0, None), span(None, None)]}, [Gap.END]),
    ],
)
def test_what_the_public_relies_on_must_be_there_before_publishing(changes, missing) -> None:
    complete = {
        "blueprint": Blueprint.INFORMATION,
        "level": Level.INFORMATION,
        "responsibles": 1,
        "phases": [span(0, 1, PhaseType.INFORM)],
    }
    assert gaps(**{**complete, **changes}) == missing


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Wo fehlt in Hamburg-Nord ein Ort fürs Engagement?", "wo-fehlt-in-hamburg-nord-ein-ort-fuers-engagement"),
        ("Größe & Maß", "groesse-mass"),
        ("Café Élysée", "cafe-elysee"),
        ("???", "format"),
        ("a" * 90, "a" * 60),
        ("o\u0308ffentlich", "oeffentlich"),
    ],
)  # fmt: skip
def test_addresses_are_plain_german(title, slug) -> None:
    assert slug_of(title) == slug


def test_a_taken_address_gets_a_number() -> None:
    assert slug_of("Karte", taken={"karte", "karte-2"}) == "karte-3"
