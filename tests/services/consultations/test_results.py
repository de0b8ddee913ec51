"""Results are published for good and stop the public answer clock."""

import pytest
from sqlalchemy import select

from kernel.database import db
from kernel.errors import NotPermitted
from kernel.events import EventRow
from participation.consultations.queries.owed import owed_results
from participation.consultations.queries.results import results_of
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.formats import archive_format
from participation.consultations.services.results import (
    ResultIsEmpty,
    ResultNeedsPublicFormat,
    publish_result,
)
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_district, a_draft_format, a_format


def publish(format_, text: str = "Neun **Angebote** sind gewählt.", *, actor=None, final=True):
    return publish_result(actor=actor or an_official(), format_=format_, text=text, is_final=final)


def test_results_stand_newest_first_and_are_public_news(database) -> None:
    format_ = a_format()
    first, second = publish(format_, final=False), publish(format_)
    assert results_of(format_) == [second, first]
    assert "<strong>Angebote</strong>" in second.html
    row = db.session.scalars(select(EventRow).order_by(EventRow.seq.desc())).first()
    assert row
    assert (row.kind, row.audience) == ("format.result_published", ["public"])
    assert row.payload["is_final"] is True


def test_a_draft_and_the_archive_get_no_result(database) -> None:
    archived = archive_format(actor=an_official(), format_=a_format())
    for format_ in (a_draft_format(), archived):
        with pytest.raises(ResultNeedsPublicFormat):
            publish(format_)


@pytest.mark.parametrize("text", ["", "  \n ", "---"])
def test_a_result_has_words(database, text) -> None:
    with pytest.raises(ResultIsEmpty):
        publish(a_format(), text)


def test_only_the_office_publishes_results(database) -> None:
    format_ = a_format()
    with pytest.raises(NotPermitted):
        publish(format_, actor=a_citizen())
    assert results_of(format_) == []


def owed_to(actor) -> list[str]:
    """What waits for this actor, without the number of days."""
    return [line.text for line in owed_results(actor)]


def test_a_missing_result_waits_for_the_office_in_scope_until_it_is_published(
    database, statements
) -> None:
    district = a_district().key
    owed = a_format(running=PhaseType.RESULT, district_key=district)
    a_format()  # people still take part
    a_draft_format(running=PhaseType.RESULT)
    statements.clear()
    line = f"Ergebnis veröffentlichen ({owed.title})"
    assert owed_to(an_official()) == owed_to(an_official("district:nord")) == [line]
    assert len(statements) == 2
    assert owed_to(an_official("district:sued")) == owed_to(a_citizen()) == []
    publish(owed)
    assert owed_to(an_official()) == []


def test_a_coming_phase_of_participants_puts_the_result_off(database) -> None:
    a_format(running=PhaseType.EVALUATE)  # the vote is still to come
    assert owed_to(an_official()) == []
