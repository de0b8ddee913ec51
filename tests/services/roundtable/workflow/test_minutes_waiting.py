"""What waits for whom: one line each, gone when it is done."""

import pytest

from kernel.waiting import waiting_for
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.waiting import minutes_at_the_table, minutes_to_release
from tests.factories import people
from tests.factories.meetings import at
from tests.factories.protocols import OPEN_TEXT, a_paper

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def paper(staged):
    return staged(lambda: a_paper("RT"))


def lines(paper, who) -> list[tuple[str, str]]:
    actor = paper.sitting.made.actor(who) if isinstance(who, str) else who
    with at(paper.now):
        return [(line.text, line.url.rsplit("/", 1)[1]) for line in waiting_for(actor)]


def test_the_secretary_is_to_submit_and_nobody_else(paper) -> None:
    assert lines(paper, "secretary") == [("Protokoll vorlegen (RT-2024-01)", "vorlegen")]
    for who in ("chair", "anna", "guest", paper.office()):
        assert lines(paper, who) == []


def test_members_read_until_they_have_answered(paper) -> None:
    paper.submit()
    reading = ("Protokoll lesen (RT-2024-01)", "stand")
    for who in ("secretary", "chair", "anna", "ben"):
        assert lines(paper, who) == [reading]
    assert lines(paper, "guest") == []
    paper.agree("anna")
    paper.wish("ben")
    assert lines(paper, "anna") == lines(paper, "ben") == []
    deciding = ("1 Änderungswunsch entscheiden (RT-2024-01)", "stand")
    assert lines(paper, "secretary") == [reading, deciding]
    paper.now = paper.minutes.objections_until
    assert lines(paper, "secretary") == [deciding]
    assert lines(paper, "chair") == []


def test_the_administration_is_to_release_what_is_approved_and_corrected(paper) -> None:
    paper.approved()
    office = paper.office()
    waiting = f"1 Protokoll freigeben (Runder Tisch {paper.sitting.made.table.name})"
    assert lines(paper, office) == [(waiting, "freigeben")]
    elsewhere = people.actor(role="administration", scope="district:altona")
    assert lines(paper, elsewhere) == []
    paper.release()
    assert lines(paper, office) == []
    texts = {paper.sitting.item.number: f"{OPEN_TEXT} Neu."}
    paper.do(services.propose_correction, number=1, texts=texts, reason="Zahl")
    assert lines(paper, office) == [(waiting, "freigeben")]


def test_nobody_is_to_release_a_correction_of_what_is_not_public(paper) -> None:
    paper.published()
    paper.do(services.propose_correction, number=1, texts={"N 1": "Anders."}, reason="Zahl")
    assert lines(paper, paper.office()) == []
    paper.do(
        services.propose_correction,
        number=2,
        texts={paper.sitting.item.number: f"{OPEN_TEXT} Neu."},
        reason="Zahl",
    )
    assert [page for _words, page in lines(paper, paper.office())] == ["freigeben"]


def test_the_secretary_is_led_to_the_reason_of_what_was_given_back(paper) -> None:
    paper.approved().give_back()
    returned = ("Zurückgegebenes Protokoll überarbeiten (RT-2024-01)", "stand")
    assert lines(paper, "secretary") == [returned]
    for who in ("chair", "anna", paper.office()):
        assert lines(paper, who) == []
    paper.submit()
    assert lines(paper, "secretary") == [("Protokoll lesen (RT-2024-01)", "stand")]


def test_it_is_one_statement_each(paper, statements) -> None:
    paper.approved()
    member, office = paper.sitting.made.actor("anna"), paper.office()
    statements.clear()
    with at(paper.now):
        list(minutes_at_the_table(member))
        list(minutes_to_release(office))
    assert len(statements) == 2
