"""A released result is corrected beside itself: what was frozen stays, what is right is public with its reason."""

from functools import partial

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotPermitted
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.mail import Mail
from roundtable.decisions import services
from roundtable.decisions.errors import NoSuchVote, NotReleasedYet, ReasonIsMissing
from roundtable.decisions.resolution_queries import (
    corrections_about,
    corrections_of,
    day_result_of,
)
from roundtable.decisions.services import DayCorrectionDraft
from roundtable.meetings.queries import meetings_by_ids
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import at
from tests.support.races import all_at_once

RIGHT = DayCorrectionDraft("Es waren 3 Ja-Stimmen.", "Beim Auszählen vertippt.")


@pytest.mark.usefixtures("database")
def test_the_chair_says_what_is_right_and_what_was_released_stays() -> None:
    sitting = a_sitting("RT")
    resolution = sitting.adopted()
    released = sitting.release()
    frozen = released.content
    draft = DayCorrectionDraft(RIGHT.text, RIGHT.reason, resolution.vote_id)
    first = sitting.do(services.correct_day, meeting=sitting.meeting, draft=draft)
    second = sitting.do(services.correct_day, meeting=sitting.meeting, draft=RIGHT)
    assert [one.seq for one in corrections_of(sitting.meeting.id)] == [1, 2]
    assert list(corrections_about(resolution)) == [first]
    assert (first.text, first.reason, first.at) == (RIGHT.text, RIGHT.reason, DURING)
    assert day_result_of(sitting.meeting.id).content == frozen
    mails = db.session.scalars(select(Mail).where(Mail.subject.like("Berichtigt%"))).all()
    assert len(mails) == 2 * len(sitting.made.persons)
    assert RIGHT.text in mails[0].text
    assert RIGHT.reason in mails[0].text
    told = select(EventRow.audience).where(EventRow.kind == "day_result.corrected")
    assert db.session.scalars(told).all() == [["public"], ["public"]]
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(second, "text", "anders"))


@pytest.mark.usefixtures("database")
def test_only_the_chair_corrects_and_only_what_everybody_reads() -> None:
    sitting = a_sitting("RT")
    sitting.adopted()
    with pytest.raises(NotReleasedYet):
        sitting.do(services.correct_day, meeting=sitting.meeting, draft=RIGHT)
    sitting.release()
    for who in ("secretary", "anna"):
        with pytest.raises(NotPermitted):
            sitting.do(services.correct_day, who, meeting=sitting.meeting, draft=RIGHT)
    for draft, error in (
        (DayCorrectionDraft(" ", "Grund"), ReasonIsMissing),
        (DayCorrectionDraft("Text", " "), ReasonIsMissing),
        (DayCorrectionDraft("Text", "Grund", new_id()), NoSuchVote),
    ):
        with pytest.raises(error):
            sitting.do(services.correct_day, meeting=sitting.meeting, draft=draft)
    assert corrections_of(sitting.meeting.id) == []


@pytest.mark.usefixtures("database")
def test_a_vote_of_a_nonpublic_item_cannot_be_named() -> None:
    sitting = a_sitting("RT", public=False)
    hidden = sitting.adopted(title="Geheimes", text="Geheimer Wortlaut")
    sitting.release()
    draft = DayCorrectionDraft(RIGHT.text, RIGHT.reason, hidden.vote_id)
    with pytest.raises(NoSuchVote):
        sitting.do(services.correct_day, meeting=sitting.meeting, draft=draft)


@pytest.mark.race
def test_corrections_at_the_same_time_follow_each_other(real_app) -> None:
    with real_app.app_context(), at(DURING):
        sitting = a_sitting("RT")
        sitting.adopted()
        sitting.release()
        chair, meeting_id = sitting.made.actor("chair"), sitting.meeting.id

        def correct(number: int) -> int:
            (meeting,) = meetings_by_ids([meeting_id])
            draft = DayCorrectionDraft(f"Richtig {number}", RIGHT.reason)
            return services.correct_day(actor=chair, meeting=meeting, draft=draft).seq

        answers = all_at_once(real_app, [partial(correct, number) for number in range(20)])
        assert sorted(answers) == list(range(1, 21))
        db.session.rollback()
        assert len(corrections_of(meeting_id)) == 20
