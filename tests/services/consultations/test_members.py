"""Invitations open half-public and internal formats, and can be taken back."""

import pytest
from sqlalchemy import select

from kernel import clock
from kernel.actors import tokens_of
from kernel.database import db
from kernel.errors import NotPermitted
from kernel.events import EventRow
from participation.consultations.models.formats import Visibility
from participation.consultations.permissions import may
from participation.consultations.queries.members import members_of
from participation.consultations.services.members import add_member, remove_member
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_format
from tests.factories.people import actor_of, person

OFFICE = an_official()


def test_an_invitation_opens_an_internal_format_until_it_is_taken_back(database) -> None:
    anna, format_ = person("Anna"), a_format(visibility=Visibility.INTERN)
    assert add_member(actor=OFFICE, format_=format_, person_id=anna.id)
    assert may(actor_of(anna), "comment", format_, clock.now())
    assert f"format:{format_.id}" in tokens_of(actor_of(anna))
    remove_member(actor=OFFICE, format_=format_, person_id=anna.id)
    assert not may(actor_of(anna), "see", format_, clock.now()).visible
    assert f"format:{format_.id}" not in tokens_of(actor_of(anna))


def test_inviting_twice_changes_nothing_and_is_told_once(database) -> None:
    anna, format_ = person("Anna"), a_format()
    made = [add_member(actor=OFFICE, format_=format_, person_id=anna.id) for _ in "ab"]
    assert made == [True, False]
    told = select(EventRow.audience).where(EventRow.kind == "format.member_added")
    assert db.session.scalars(told).all() == [["office"]]


def test_taking_back_what_was_never_given_does_nothing(database) -> None:
    remove_member(actor=OFFICE, format_=a_format(), person_id=person("Anna").id)


def test_only_the_office_knows_and_changes_who_is_invited(database) -> None:
    anna, format_, citizen = person("Anna"), a_format(), a_citizen()
    add_member(actor=OFFICE, format_=format_, person_id=anna.id)
    assert members_of(OFFICE, format_) == [(anna.id, "Anna")]
    for deed in (add_member, remove_member):
        with pytest.raises(NotPermitted):
            deed(actor=citizen, format_=format_, person_id=anna.id)
    with pytest.raises(NotPermitted):
        members_of(citizen, format_)
