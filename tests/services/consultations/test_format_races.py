"""People of the office who do the same thing at once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kernel.database import db
from kernel.errors import Refusal
from kernel.events import EventRow
from participation.consultations.models.formats import Format, Phase, PhaseExtension
from participation.consultations.rules.blueprints import Blueprint
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.drafts import draft_of
from participation.consultations.services.formats import create_format, edit_format, publish_format
from participation.consultations.services.phases import extend_phase
from tests.factories.actors import an_official
from tests.factories.formats import a_draft_format, a_format, a_plan
from tests.support.parallel import in_parallel

pytestmark = pytest.mark.race
OFFICE = an_official()
MANY = 8
DONE = "done"


def outcomes(app: Flask, deed: Callable[[int], object]) -> Counter[str]:
    """How often the deed was done when many do it at once, or by which refusal it failed."""
    answers = in_parallel(app, deed, MANY)
    return Counter(type(a).__name__ if isinstance(a, Refusal) else DONE for a in answers)


def the_format() -> Format:
    return db.session.scalars(select(Format)).one()


def test_a_format_is_published_once_however_many_press_the_button(real_app) -> None:
    with real_app.app_context():
        a_draft_format()
    found = outcomes(real_app, lambda _n: publish_format(actor=OFFICE, format_=the_format()))
    assert found == {DONE: 1, "FormatIsNotADraft": MANY - 1}
    with real_app.app_context():
        kinds = db.session.scalars(select(EventRow.kind)).all()
        assert list(kinds).count("format.published") == 1


def test_of_many_changes_to_one_version_one_is_kept(real_app) -> None:
    with real_app.app_context():
        version = a_draft_format().version

    def change(number: int) -> object:
        draft = replace(draft_of(the_format()), title=f"Titel {number}")
        return edit_format(actor=OFFICE, format_=the_format(), based_on=version, draft=draft)

    assert outcomes(real_app, change) == {DONE: 1, "FormatChangedMeanwhile": MANY - 1}


def test_of_many_who_move_one_end_at_once_one_does(real_app) -> None:
    with real_app.app_context():
        format_ = a_format(blueprint=Blueprint.OPEN_DISCUSSION, running=PhaseType.DISCUSS)
        first_end = format_.phases[0].ends_at
        assert first_end

    def extend(days: int) -> object:
        phase = db.session.scalars(select(Phase)).one()
        ends_at = first_end + timedelta(days=days)
        return extend_phase(
            actor=OFFICE, phase=phase, based_on=first_end, ends_at=ends_at, reason="Ferien"
        )

    found = outcomes(real_app, lambda n: extend(n + 1))
    assert found == {DONE: 1, "EndWasMoved": MANY - 1}
    with real_app.app_context():
        step = db.session.scalars(select(PhaseExtension)).one()
        assert step.ended_at == first_end
        assert db.session.scalars(select(Phase)).one().ends_at == step.ends_at


def test_drafts_of_one_title_made_at_once_have_addresses_of_their_own(real_app) -> None:
    plan = a_plan(title="Gleicher Titel")
    found = outcomes(real_app, lambda _n: create_format(actor=OFFICE, draft=plan))
    with real_app.app_context():
        slugs = db.session.scalars(select(Format.slug)).all()
    assert len(set(slugs)) == found[DONE]
    assert set(found) <= {DONE, "AddressIsTaken"}
