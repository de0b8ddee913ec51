"""The pages of live minutes without JavaScript: read, write beside others, lock; nothing of it for outsiders."""

import re

import pytest

from kernel.database import in_transaction
from roundtable.meetings import services as meetings
from roundtable.minutes import held, queries
from roundtable.minutes.services.snapshots import snapshot_if_due
from tests.factories import people
from tests.factories.meetings import MEETS_AT, a_round, at, invited, planned, running, with_item
from tests.factories.minutes import joined, text_of
from tests.factories.people import person

SECRET = "Kündigungsschutz"


@pytest.fixture
def made(staged):
    return staged(a_round)


@pytest.fixture
def meeting(made):
    return running(made)


@pytest.fixture
def doc(meeting):
    return queries.doc_of_item(meeting.items[0].id)


@pytest.fixture
def as_(app, made):
    """A browser of a person at the table."""

    def of(key: str) -> Browser:
        return Browser(app, made.persons[key])

    return of


class Browser:
    """Pages as somebody without scripts uses them, while the meeting runs."""

    def __init__(self, app, who) -> None:
        self.client = app.test_client()
        if who:
            people.sign_in(self.client, who)

    def get(self, address: str):
        with at(MEETS_AT):
            return self.client.get(address)

    def post(self, address: str, follow: bool = True, **fields):
        headers = {"Sec-Fetch-Site": "same-origin"}
        with at(MEETS_AT):
            return self.client.post(address, data=fields, headers=headers, follow_redirects=follow)

    def form(self, address: str) -> dict[str, str]:
        """What the page of an item would send back unchanged."""
        page = self.get(address).text
        hidden = dict(re.findall(r'name="(epoch|seq|update_id)"[^>]* value="([^"]*)"', page))
        text = re.search(r"<textarea[^>]*>\r?\n(.*?)</textarea>", page, re.S)
        assert text
        return {**hidden, "written": text[1]}


def base(meeting) -> str:
    return f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/mitschrift/"


def here(meeting, number: int = 0) -> str:
    return f"{base(meeting)}{meeting.items[number].id}"


def test_a_member_comes_from_the_meeting_and_writes(as_, meeting, doc) -> None:
    anna = as_("anna")
    assert base(meeting) in anna.get(base(meeting).removesuffix("mitschrift/")).text
    assert here(meeting) in anna.get(base(meeting)).text
    form = anna.form(here(meeting))
    page = anna.post(here(meeting), **{**form, "written": "Begrüßung\r\nZwei Gäste <b>da</b>"})
    assert "Gespeichert um" in page.text
    assert text_of(doc.id) == "Begrüßung\nZwei Gäste <b>da</b>"
    assert "Zwei Gäste &lt;b&gt;da&lt;/b&gt;" in anna.get(base(meeting)).text


def test_what_two_typed_at_once_stays_and_both_are_told(as_, meeting, doc) -> None:
    anna, ben = as_("anna"), as_("ben")
    anna.post(here(meeting), **{**anna.form(here(meeting)), "written": "Erste Zeile\nZweite Zeile"})
    first, second = anna.form(here(meeting)), ben.form(here(meeting))
    anna.post(here(meeting), **{**first, "written": "Erste Zeile, von Anna\nZweite Zeile"})
    page = ben.post(here(meeting), **{**second, "written": "Erste Zeile\nZweite Zeile\nVon Ben"})
    assert "Unten steht beides" in page.text
    assert text_of(doc.id) == "Erste Zeile, von Anna\nZweite Zeile\nVon Ben"
    assert "Von Ben</textarea>" in page.text


def test_a_form_lands_beside_what_a_page_with_scripts_writes(as_, made, meeting, doc) -> None:
    anna = as_("anna")
    form = anna.form(here(meeting))
    with at(MEETS_AT):
        joined(made.persons["ben"], doc.id).say(0, "Ben 😀 ")
    anna.post(here(meeting), **{**form, "written": "Anna "})
    assert sorted(text_of(doc.id).split()) == ["Anna", "Ben", "😀"]


def test_a_form_sent_twice_is_one_edit(as_, meeting, doc) -> None:
    anna = as_("anna")
    form = {**anna.form(here(meeting)), "written": "Einmal"}
    for _ in range(2):
        assert anna.post(here(meeting), **form).status_code == 200
    assert text_of(doc.id) == "Einmal"


def test_nothing_typed_is_tidied_away(as_, meeting, doc) -> None:
    anna = as_("anna")
    text = "  eingerückt\n\n\nleere Zeilen\n"
    anna.post(here(meeting), **{**anna.form(here(meeting)), "written": text})
    assert text_of(doc.id) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("😀" * 50_001, "höchstens 50.000 Zeichen"),
        ("data:image/png;base64,AAAA", "Bilder können nicht"),
        ("a\x07b", "Steuerzeichen"),
    ],
)
def test_a_text_that_is_refused_comes_back_with_the_reason(
    as_, meeting, doc, text: str, message: str
) -> None:
    anna = as_("anna")
    page = anna.post(here(meeting), **{**anna.form(here(meeting)), "written": text})
    assert page.status_code == 422
    assert message in page.text
    assert text[:40] in page.text
    assert text_of(doc.id) == ""


def test_fifty_thousand_signs_fit(as_, meeting, doc) -> None:
    anna = as_("anna")
    assert (
        anna.post(
            here(meeting), **{**anna.form(here(meeting)), "written": "😀" * 50_000}
        ).status_code
        == 200
    )
    assert len(text_of(doc.id)) == 50_000


@pytest.mark.parametrize(
    "fields", [{"epoch": "2"}, {"epoch": "x"}, {"seq": "99"}, {"seq": "-1"}, {"seq": ""}]
)
def test_a_form_of_another_state_is_refused_and_its_text_is_kept(as_, meeting, doc, fields) -> None:
    anna = as_("anna")
    form = {**anna.form(here(meeting)), "written": "Mein langer Satz", **fields}
    page = anna.post(here(meeting), **form)
    assert page.status_code in {409, 422}
    assert "Mein langer Satz" in page.text
    assert text_of(doc.id) == ""


def test_what_was_typed_when_the_meeting_closed_is_not_stored_and_not_lost(
    as_, made, meeting, doc
) -> None:
    anna = as_("anna")
    form = anna.form(here(meeting))
    with at(MEETS_AT):
        meetings.close_meeting(actor=made.actor("chair"), meeting=meeting)
    page = anna.post(here(meeting), **{**form, "written": "Zu spät getippt"})
    assert page.status_code == 409
    assert "Jetzt schreiben nur Protokollführung und Leitung" in page.text
    assert "Zu spät getippt" in page.text
    assert text_of(doc.id) == ""


def test_members_read_before_the_meeting_and_write_when_it_runs(as_, made) -> None:
    meeting = invited(made)
    assert 'name="written"' not in as_("anna").get(here(meeting)).text
    assert "sobald die Sitzung begonnen hat" in as_("anna").get(base(meeting)).text
    assert 'name="written"' in as_("secretary").get(here(meeting)).text


def test_the_secretary_locks_and_unlocks_an_item(as_, meeting) -> None:
    secretary, anna = as_("secretary"), as_("anna")
    refused = secretary.post(f"{here(meeting)}/sperren", reason=" ")
    assert refused.status_code == 422
    assert "Bitte nennen Sie den Grund" in refused.text
    secretary.post(f"{here(meeting)}/sperren", reason="Der Wortlaut steht")
    page = anna.get(here(meeting)).text
    assert "Der Wortlaut steht" in page
    assert 'name="written"' not in page
    assert "Sperre aufheben" not in page
    assert anna.post(f"{here(meeting)}/entsperren").status_code == 403
    secretary.post(f"{here(meeting)}/entsperren")
    assert 'name="written"' in anna.get(here(meeting)).text


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_outsiders_find_no_such_page(app, as_, made, who: str) -> None:
    meeting = planned(made)
    with_item(made, meeting, SECRET, public=False)
    invited(made, meeting)
    browser = as_("guest") if who == "guest" else Browser(app, person("Fremd"))
    for number in range(len(meeting.items)):
        assert browser.get(here(meeting, number)).status_code == 404
        assert browser.post(here(meeting, number), written="x").status_code == 404
        assert browser.post(f"{here(meeting, number)}/sperren").status_code == 404
    page = browser.get(base(meeting))
    assert page.status_code == 404
    assert SECRET not in page.text


def test_an_item_of_another_meeting_is_not_found(as_, made, meeting) -> None:
    other = invited(made)
    assert as_("anna").get(f"{base(meeting)}{other.items[0].id}").status_code == 404


def test_there_is_no_page_before_the_invitation(as_, made) -> None:
    meeting = planned(made)
    assert as_("chair").get(base(meeting)).status_code == 404
    assert as_("chair").get(here(meeting)).status_code == 404


def test_many_items_cost_no_more_statements_than_few(as_, made, statements) -> None:
    def cost(more: int) -> int:
        meeting = planned(made)
        for number in range(more):
            with_item(made, meeting, f"Punkt {number}")
        invited(made, meeting)
        in_transaction(lambda: setattr(meeting, "state", "laufend"))
        for item in meeting.items:
            doc_id = queries.doc_of_item(item.id).id
            device = joined(made.persons["anna"], doc_id)
            device.say(0, "Text")
            snapshot_if_due(doc_id=doc_id, at_leave=True)
            device.say(0, "Mehr ")
        held.forget_all()
        browser = as_("anna")
        browser.get(base(meeting))
        statements.clear()
        assert browser.get(base(meeting)).text.count("Mehr Text") == len(meeting.items)
        return len(statements)

    assert cost(0) == cost(6)
