"""A carried vote becomes a resolution; its wording stays, its standing moves."""

from datetime import date

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from kernel.links import way_of
from kernel.subjects import audience_of, may
from roundtable.decisions import services
from roundtable.decisions.errors import (
    NoSuchSuccessor,
    ReasonIsMissing,
    ResolutionChanged,
    ResolutionStepRefused,
)
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.resolution_queries import listed_resolutions, resolution_for
from roundtable.decisions.rules.resolutions import State
from roundtable.decisions.rules.votes import Choice
from tests.factories import people
from tests.factories.decisions import DURING, TEXT, a_sitting
from tests.factories.meetings import at

pytestmark = pytest.mark.usefixtures("database")


def move(sitting, resolution, to, who: str = "chair", **others: object) -> Resolution:
    facts = {"based_on": resolution.version, **others}
    return sitting.do(services.move_resolution, who, resolution=resolution, to=to, **facts)


def test_a_carried_vote_becomes_the_next_resolution_of_the_meeting() -> None:
    sitting = a_sitting("RT")
    first, second = sitting.adopted(), sitting.adopted(title="Zweiter")
    assert [first.number, second.number] == ["RT-2024-01/1", "RT-2024-01/2"]
    assert (first.text, first.text_hash, first.decided_at) == (TEXT, first.vote.text_hash, DURING)
    assert [step.state for step in first.steps] == ["gefasst"]
    adopted = db.session.scalars(
        select(EventRow).where(EventRow.kind == "resolution.adopted")
    ).all()
    assert adopted[0].audience == [f"table:{sitting.made.table.id}"]


def test_refused_questions_and_those_of_procedure_become_none() -> None:
    sitting = a_sitting()
    sitting.announced(Choice.DAGEGEN, Choice.DAFUER)
    sitting.announced(resolves=False)
    assert db.session.scalars(select(Resolution)).all() == []


def test_announcing_twice_is_one_resolution() -> None:
    sitting = a_sitting()
    resolution = sitting.adopted()
    sitting.do(services.announce_vote, vote=resolution.vote)
    assert db.session.scalars(select(Resolution)).all() == [resolution]


def test_the_wording_never_changes() -> None:
    resolution = a_sitting().adopted()
    for name in ("text", "number", "title"):
        with pytest.raises(RuntimeError, match="never changes"):
            in_transaction(lambda n=name: setattr(resolution, n, "anders"))
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(resolution.steps[0], "note", "anders"))


def test_chair_and_administration_say_how_far_it_is() -> None:
    sitting = a_sitting()
    resolution = sitting.adopted()
    with pytest.raises(NotPermitted):
        move(sitting, resolution, State.IN_UMSETZUNG, "anna")
    move(sitting, resolution, State.IN_UMSETZUNG, review_on=date(2024, 9, 1))
    sitting.release()
    official = people.actor(role="administration")
    with at(DURING):
        services.move_resolution(
            actor=official,
            resolution=resolution,
            to=State.UMGESETZT,
            based_on=resolution.version,
            note="Zwölf Betriebe machen mit.",
        )
    assert [step.state for step in resolution.steps] == ["gefasst", "in_umsetzung", "umgesetzt"]
    told = select(EventRow.audience).where(EventRow.kind == "resolution.moved")
    assert db.session.scalars(told.order_by(EventRow.seq)).all() == [
        [f"table:{sitting.made.table.id}"],
        ["public"],
    ]


def test_steps_are_guarded() -> None:
    sitting = a_sitting()
    resolution = sitting.adopted()
    with pytest.raises(ReasonIsMissing):
        move(sitting, resolution, State.AUFGEHOBEN)
    with pytest.raises(ResolutionChanged):
        move(sitting, resolution, State.UMGESETZT, based_on=0)
    move(sitting, resolution, State.AUFGEHOBEN, note="Das Gesetz regelt es.")
    with pytest.raises(ResolutionStepRefused):
        move(sitting, resolution, State.IN_UMSETZUNG)


def test_a_changed_resolution_names_its_successor() -> None:
    sitting, other = a_sitting(), a_sitting()
    old, new, foreign = sitting.adopted(), sitting.adopted(), other.adopted()
    for number in ("", old.number, foreign.number, "XX-2024-01/9"):
        with pytest.raises(NoSuchSuccessor):
            move(sitting, old, State.GEAENDERT, successor=number)
    assert move(sitting, old, State.GEAENDERT, successor=new.number).successor_id == new.id
    with at(DURING):
        way = way_of(sitting.made.actor("anna"), new.subject)
    assert old.number in " ".join(station.card.title for station in way)


def test_before_the_release_the_members_alone_read_it() -> None:
    sitting = a_sitting("RT")
    resolution = sitting.adopted()
    place = (sitting.meeting.number, 1)
    outside = [people.actor(), people.actor(role="administration"), sitting.made.actor("guest")]
    with at(DURING):
        assert resolution_for(sitting.made.actor("anna"), *place) is resolution
        for actor in outside:
            with pytest.raises(NotFound):
                resolution_for(actor, *place)
            assert not may(actor, "see", resolution.subject, DURING).visible
            assert listed_resolutions(actor).rows == []
        assert audience_of(resolution.subject, DURING) == (f"table:{sitting.made.table.id}",)
        sitting.release()
        for actor in outside:
            assert resolution_for(actor, *place) is resolution
            assert may(actor, "see", resolution.subject, DURING)
        assert audience_of(resolution.subject, DURING) == ("public",)
