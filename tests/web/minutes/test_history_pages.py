"""Earlier states of an item's text: who may write there looks at them, and puts one in place as an ordinary edit."""

import re
from datetime import timedelta

import pytest

from kernel.database import db
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.queries import doc_of_item
from tests.factories.meetings import at
from tests.factories.minutes import text_of
from tests.factories.protocols import CANARY, OPEN_TEXT
from tests.support.minutes_pages import base, post

pytestmark = pytest.mark.usefixtures("database", "press", "after")
FIRST, SECOND = "Wir fangen an.\n\nEs kamen 12 Leute.", "Es kamen 21 Leute."
HIDDEN = re.compile(r'name="(epoch|seq|update_id)"[^>]* value="([^"]*)"')


def later(paper, **time: int) -> None:
    paper.now += timedelta(**time)


@pytest.fixture
def item(paper):
    """An item that was written, and an hour later written otherwise."""
    later(paper, hours=1)
    paper.write(paper.sitting.item, FIRST)
    later(paper, hours=1)
    paper.write(paper.sitting.item, SECOND)
    return paper.sitting.item


@pytest.fixture
def history(paper, item):
    """The address of its states."""
    return f"{base(paper)}/mitschrift/{item.id}/staende"


def links_of(page: str, history: str) -> list[str]:
    return re.findall(rf'href="({re.escape(history)}/[^"]+)"', page)


def test_the_secretary_finds_what_stood_there_and_who_wrote_it(paper, as_, item, history) -> None:
    secretary = as_("secretary")
    assert f'href="{history}"' in secretary.get(history.removesuffix("/staende")).text
    listed = secretary.get(history)
    assert listed.status_code == 200
    assert listed.headers["Cache-Control"] == "no-store"
    newest, before, *_ = links_of(listed.text, history)
    assert paper.sitting.made.persons["secretary"].display_name in listed.text
    page = secretary.get(before).text
    assert "Es kamen 12 Leute." in page
    assert "Diesen Stand wieder einsetzen" in page
    now = secretary.get(newest).text
    assert "So steht es auch jetzt" in now
    assert "Diesen Stand wieder einsetzen" not in now


def test_a_state_comes_back_as_an_edit_and_nothing_is_lost(paper, as_, item, history) -> None:
    secretary = as_("secretary")
    before = links_of(secretary.get(history).text, history)[1]
    form = dict(HIDDEN.findall(secretary.get(before).text))
    edits = doc_of_item(item.id).seq
    with at(paper.now):
        for _again in range(2):
            assert post(secretary, before, **form).status_code == 303
    db.session.rollback()
    doc = doc_of_item(item.id)
    assert text_of(doc.id).startswith(FIRST)
    assert doc.seq == edits + 1, "one edit more, the same form twice is one"
    written = db.session.get_one(MinutesUpdate, (doc.id, doc.epoch, doc.seq))
    assert written.origin == "form"
    assert written.person_id == paper.sitting.made.persons["secretary"].id
    kept = links_of(secretary.get(history).text, history)[1]
    assert SECOND in secretary.get(kept).text, "what stood there before it"


def test_facts_of_the_meeting_stay_whatever_state_is_put_in_place(
    paper, as_, item, history
) -> None:
    paper.write(item, f"{SECOND}\n\n[[Abstimmung 1]]\n")
    secretary = as_("secretary")
    before = links_of(secretary.get(history).text, history)[-1]
    post(secretary, before, **dict(HIDDEN.findall(secretary.get(before).text)))
    db.session.rollback()
    assert "[[Abstimmung 1]]" in text_of(doc_of_item(item.id).id)


def test_what_others_wrote_meanwhile_stays_beside_it(paper, as_, item, history) -> None:
    secretary = as_("secretary")
    before = links_of(secretary.get(history).text, history)[1]
    form = dict(HIDDEN.findall(secretary.get(before).text))
    paper.write(item, f"{SECOND}\n\nVon der Leitung.", "chair")
    page = secretary.post(
        before, data=form, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True
    )
    assert "Unten steht beides" in page.text
    db.session.rollback()
    text = text_of(doc_of_item(item.id).id)
    assert "Es kamen 12 Leute." in text
    assert "Von der Leitung." in text


def test_before_anybody_wrote_the_list_says_so_and_pages_with_scripts_lead_there_too(
    paper, as_
) -> None:
    empty = next(i for i in paper.sitting.meeting.items if doc_of_item(i.id).seq == 0)
    writing = f"{base(paper)}/mitschrift/{empty.id}"
    assert f'href="{writing}/staende"' in as_("secretary").get(writing).text
    assert "noch niemand geschrieben" in as_("secretary").get(f"{writing}/staende").text
    assert "/staende" not in as_("anna").get(writing).text


def test_only_who_may_write_there_now_looks_at_earlier_states(
    paper, as_, client, item, history
) -> None:
    before = links_of(as_("secretary").get(history).text, history)[1]
    for address in (history, before):
        assert as_("chair").get(address).status_code == 200
        for who in ("anna", "guest", "office"):
            assert as_(who).get(address).status_code == 404, who
        assert client.get(address).status_code in {302, 303}
    form = dict(HIDDEN.findall(as_("secretary").get(before).text))
    assert post(as_("guest"), before, **form).status_code == 404
    told_why(as_("anna"), before, form, "Die Sitzung ist beendet")
    paper.write(item, OPEN_TEXT)
    paper.submit()
    assert as_("secretary").get(history).status_code == 404
    told_why(as_("secretary"), before, form, "liegt dem Tisch vor")
    db.session.rollback()
    assert text_of(doc_of_item(item.id).id).startswith(OPEN_TEXT)


def told_why(browser, before: str, form: dict[str, str], why: str) -> None:
    """Who may read, but not write any more, is told so where the text stands."""
    answer = post(browser, before, **form)
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Der Stand ist nicht eingesetzt." in page
    assert why in page


def test_a_nonpublic_item_is_judged_alike(paper, as_, item) -> None:
    secret = f"{base(paper)}/mitschrift/{paper.secret.id}/staende"
    listed = as_("secretary").get(secret)
    assert listed.status_code == 200
    assert any(CANARY in as_("secretary").get(one).text for one in links_of(listed.text, secret))
    for who in ("anna", "guest", "office"):
        assert as_(who).get(secret).status_code == 404


def test_states_of_another_item_an_ended_history_or_no_state_are_not_there(
    paper, as_, item, history
) -> None:
    secretary, doc = as_("secretary"), doc_of_item(item.id)
    for wrong in ("1/0", f"1/{doc.seq + 1}", "2/1", "1/999999999999999999999"):
        assert secretary.get(f"{history}/{wrong}").status_code == 404, wrong
    elsewhere = history.replace("2024-01", "2024-02")
    assert secretary.get(elsewhere).status_code == 404
    before = links_of(secretary.get(history).text, history)[1]
    form = dict(HIDDEN.findall(secretary.get(before).text))
    row = db.session.get_one(MinutesDoc, doc.id)
    row.epoch, row.seq = 2, 0
    db.session.commit()
    assert post(secretary, before, **form).status_code == 404
    assert links_of(secretary.get(history).text, history) == []


def test_a_long_history_costs_no_more_statements(paper, as_, item, history, statements) -> None:
    secretary = as_("secretary")
    secretary.get(history)
    statements.drain()
    secretary.get(history)
    few = len(statements.drain())
    for number in range(5):
        later(paper, hours=1)
        paper.write(item, f"{SECOND} {number}", ("chair", "secretary")[number % 2])
    secretary.get(history)
    statements.drain()
    secretary.get(history)
    assert len(statements.drain()) == few


def test_a_forged_form_changes_nothing(paper, as_, item, history) -> None:
    secretary = as_("secretary")
    before = links_of(secretary.get(history).text, history)[1]
    form = dict(HIDDEN.findall(secretary.get(before).text))
    for wrong in ({"seq": "x"}, {"seq": "-1"}, {"seq": str(2**40)}):
        assert post(secretary, before, **{**form, **wrong}).status_code in {404, 422}
    db.session.rollback()
    assert text_of(doc_of_item(item.id).id).startswith(SECOND)
