"""Live texts by HTTP: the same answers and refusals as through a socket."""

from base64 import b64decode, urlsafe_b64encode

import pytest
from structlog.testing import capture_logs

from kernel.ids import new_id
from roundtable.minutes import queries
from tests.factories import people
from tests.factories.meetings import MEETS_AT, a_round, at, running
from tests.factories.minutes import Device, text_of
from tests.support.replicas import Replica


@pytest.fixture
def made(staged):
    return staged(a_round)


@pytest.fixture
def doc(made):
    return queries.doc_of_item(running(made).items[0].id)


@pytest.fixture
def anna(app, made, doc):
    return Program(app, made, "anna", doc)


class Program:
    """A signed-in page that has no socket."""

    def __init__(self, app, made, key: str, doc) -> None:
        self.base = f"/api/v1/minutes/docs/{doc.id}"
        self.device = Device(made.persons[key], doc.id)
        self.browser = app.test_client()
        people.sign_in(self.browser, made.persons[key])

    def state(self, **query: object):
        sv = urlsafe_b64encode(self.device.state()).decode().rstrip("=")
        with at(MEETS_AT):
            return self.browser.get(f"{self.base}/state", query_string={"sv": sv, **query})

    def send(self, data: bytes, **query: object):
        query = {"epoch": 1, "cid": self.device.client, "id": str(new_id()), **query}
        with at(MEETS_AT):
            return self.browser.post(
                f"{self.base}/updates",
                query_string=query,
                data=data,
                content_type="application/octet-stream",
                headers={"Sec-Fetch-Site": "same-origin", "Accept": "application/json"},
            )


def test_an_edit_is_answered_once_it_is_stored(anna, doc) -> None:
    edit, id_ = anna.device.put(0, "Grüße 😀"), str(new_id())
    for _ in range(2):
        answer = anna.send(edit, id=id_)
        assert (answer.status_code, answer.json) == (200, {"seq": 1})
    assert text_of(doc.id) == "Grüße 😀"


def test_the_state_brings_what_the_page_lacks(app, made, doc, anna) -> None:
    anna.send(anna.device.put(0, "Von Anna"))
    ben = Program(app, made, "ben", doc)
    state = ben.state(epoch=1)
    assert state.headers["Cache-Control"] == "no-store"
    assert (state.json["epoch"], state.json["seq"], state.json["rw"]) == (1, 1, True)
    ben.device.hear(b64decode(state.json["diff"]))
    assert ben.device.text == "Von Anna"
    assert anna.state().json["diff"] == ben.state().json["diff"]


def test_a_page_whose_text_was_another_is_counted_in_the_log(anna, doc) -> None:
    anna.send(anna.device.put(0, "Grüße"))
    with capture_logs() as logs:
        anna.state()
        anna.state(reloaded="1")
    told = [line for line in logs if line["event"] == "minutes reloaded"]
    assert [(line["doc"], line["epoch"], line["seq"]) for line in told] == [(str(doc.id), 1, 1)]
    assert "Grüße" not in str(told)


def test_an_edit_too_large_for_the_socket_goes_this_way(anna, doc) -> None:
    for turn in range(8):
        anna.device.put(0, "Ä" * 40_000)
        anna.device.cut(0, 40_000 if turn < 7 else 1)
    edit = anna.device.push(b"\0")
    assert anna.send(edit).status_code == 200
    assert text_of(doc.id) == "Ä" * 39_999


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"epoch": "x"}, "epoch"),
        ({"epoch": "-1"}, "epoch"),
        ({"cid": "99999999999"}, "cid"),
        ({"cid": ""}, "cid"),
        ({"id": "7"}, "id"),
    ],
)
def test_a_faulty_address_is_refused_by_the_name_of_its_part(anna, query, field: str) -> None:
    answer = anna.send(anna.device.put(0, "x"), **query)
    assert (answer.status_code, answer.json["why"]) == (422, field)


def test_refusals_have_the_codes_of_the_socket(anna, doc) -> None:
    too_long = Replica(anna.device.client).put(0, "x" * 50_001)
    answers = [
        anna.send(b"\x07kaputt"),
        anna.send(too_long),
        anna.send(anna.device.put(0, "x"), epoch=3),
        anna.state(epoch=3),
        anna.state(sv="kein*Base64*"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 409, 409, 422]
    assert [answer.json["why"] for answer in answers] == [
        "update",
        "text_limit",
        "epoch",
        "epoch",
        "sv",
    ]
    assert "50.000 Zeichen" in answers[1].json["detail"]
    assert text_of(doc.id) == ""


def test_a_body_beyond_five_megabytes_is_not_read(anna) -> None:
    assert anna.send(b"\0" * 5_000_001).status_code == 413


@pytest.mark.parametrize("who", ["guest", "visitor"])
def test_to_who_is_no_member_there_is_no_such_document(app, made, doc, who: str) -> None:
    guest = Program(app, made, "guest", doc)
    if who == "visitor":
        guest.browser = app.test_client()
    expected = 404 if who == "guest" else 401
    headers = {"Accept": "application/json"}
    assert guest.browser.get(f"{guest.base}/state", headers=headers).status_code == expected
    assert guest.send(guest.device.put(0, "Heimlich")).status_code == expected
    assert text_of(doc.id) == ""
