"""What was corrected of a released result is found: with the resolution of the vote, else with the result itself."""

import pytest
from sqlalchemy import delete, select

from kernel.actors import ANONYMOUS
from kernel.database import db, in_transaction
from kernel.events import EventRow
from kernel.subjects import Subject, card_for
from roundtable.decisions import services
from roundtable.decisions.resolution_models import DAY, DayCorrection
from roundtable.decisions.rules.votes import Choice
from roundtable.decisions.search import corrected_ids, corrected_results, documents
from roundtable.decisions.services import DayCorrectionDraft
from search_index import projector
from search_index.port import Question
from search_index.registry import touched_by
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories.decisions import DURING, a_sitting

pytestmark = pytest.mark.usefixtures("database")
AUDIENCE = frozenset({"public"})


def correct(sitting, text: str, vote_id=None):
    draft = DayCorrectionDraft(text, "Beim Auszählen vertippt.", vote_id)
    return sitting.do(services.correct_day, meeting=sitting.meeting, draft=draft)


def touched(sitting) -> set[Subject]:
    told = select(EventRow).where(EventRow.kind == "day_result.corrected")
    return {one for row in db.session.scalars(told) for one in touched_by(row)}


def test_a_correction_of_a_resolutions_vote_is_part_of_its_document() -> None:
    sitting = a_sitting("RT")
    resolution = sitting.adopted()
    sitting.release()
    correct(sitting, "Es waren drei Gegenstimmen.", resolution.vote_id)
    body = documents([str(resolution.id)])[str(resolution.id)].body
    for words in (resolution.text, "drei Gegenstimmen", "vertippt"):
        assert words in body
    assert corrected_results(list(corrected_ids())) == {}
    assert resolution.subject in touched(sitting)


def test_a_correction_of_the_whole_or_of_a_refused_vote_is_found_with_the_result() -> None:
    sitting = a_sitting("RT")
    refused = sitting.announced(Choice.DAGEGEN, Choice.DAGEGEN)
    sitting.release()
    assert corrected_results([str(sitting.meeting.id)]) == {}
    correct(sitting, "Der Raum war ein anderer.")
    correct(sitting, "Es gab eine Enthaltung.", refused.id)
    (found,) = corrected_results(list(corrected_ids())).values()
    for words in ("ein anderer", "eine Enthaltung", "vertippt"):
        assert words in found.body
    assert (found.head, found.art, found.audience) == ("RT-2024-01", "beschluss", AUDIENCE)
    subject = Subject(DAY, str(sitting.meeting.id))
    assert touched(sitting) >= {subject}
    assert card_for(ANONYMOUS, subject).url == found.url


def test_what_is_not_released_has_no_card() -> None:
    sitting = a_sitting("RT")
    sitting.close()
    assert corrected_results([str(sitting.meeting.id)]) == {}


def test_search_finds_it_and_lets_go_of_what_is_there_no_longer(tmp_path) -> None:
    sitting = a_sitting("RT")
    sitting.adopted()
    sitting.release()
    index = WhooshIndex(tmp_path / "search", today=DURING.date)

    def found() -> list[str]:
        hits = index.find(Question(text="Zahlendreher"), visible_to=AUDIENCE).hits
        return [hit.subject.kind for hit in hits]

    correct(sitting, "Wegen eines Zahlendrehers berichtigt.")
    projector.rebuild(index)
    assert found() == [DAY]
    in_transaction(lambda: db.session.execute(delete(DayCorrection)))
    projector.repair(index)
    assert found() == []
    index.close()
