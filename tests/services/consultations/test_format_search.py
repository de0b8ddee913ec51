"""What search learns of formats."""

import pytest

from participation.consultations.format_search import documents, ids
from participation.consultations.models.formats import Visibility
from participation.consultations.services.formats import archive_format
from participation.consultations.services.results import publish_result
from tests.factories.actors import an_official
from tests.factories.formats import a_district, a_draft_format, a_format


def test_a_public_format_is_found_by_its_words_and_its_results(database) -> None:
    format_ = a_format(district_key=a_district().key)
    publish_result(actor=an_official(), format_=format_, text="**Neun** gewählt", is_final=True)
    document = documents([str(format_.id)])[str(format_.id)]
    assert (document.title, document.art, document.url) == (
        format_.title,
        "format",
        f"/beteiligung/{format_.slug}/",
    )
    assert document.body.endswith("Wer sich engagiert, sammelt Punkte.")
    assert (document.district, document.level, document.status) == (
        "Hamburg-Nord",
        "Konsultation",
        "",
    )
    assert [(p.anchor, p.title, p.text) for p in document.passages] == [
        ("ergebnis-1", "Ergebnis", "Neun gewählt")
    ]
    assert document.audience == {"public"}


@pytest.mark.parametrize("visibility", list(Visibility))
def test_drafts_and_internal_formats_are_known_to_nobody(database, visibility) -> None:
    draft, public = a_draft_format(visibility=visibility), a_format(visibility=visibility)
    found = documents([str(draft.id), str(public.id)])
    assert set(found) == (set() if visibility is Visibility.INTERN else {str(public.id)})


def test_the_archive_says_so(database) -> None:
    format_ = archive_format(actor=an_official(), format_=a_format())
    assert documents([str(format_.id)])[str(format_.id)].status == "archiviert"


def test_any_number_of_documents_costs_the_same(database, statements) -> None:
    district = a_district().key
    for _ in range(5):
        a_format(district_key=district)
    some, everything = list(ids())[:2], list(ids())
    assert len(everything) == 5

    def cost(wanted: list[str]) -> int:
        database.expunge_all()
        statements.clear()
        assert len(documents(wanted)) == len(wanted)
        return len(statements)

    assert cost(some) == cost(everything) <= 3
