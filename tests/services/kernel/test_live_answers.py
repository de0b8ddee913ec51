"""Whatever happens in a handler, the event is answered."""

import dataclasses

import pytest
from pydantic import BaseModel

from kernel.access import PUBLIC, SIGNED_IN
from kernel.errors import NotFound, RuleViolation, TooFast
from kernel.live import answers, deeds
from kernel.live.answers import answer_to
from kernel.live.deeds import Caller, socket_event
from tests.factories.actors import a_citizen

ANNA = Caller(a_citizen(), "sid")


class Wish(BaseModel):
    far: int
    room: str = ""


@pytest.fixture(autouse=True)
def own_deeds(monkeypatch) -> None:
    monkeypatch.setattr(deeds, "_deeds", dict(deeds._deeds))


def fail_with(error: Exception) -> None:
    @socket_event("fail", Wish, PUBLIC)
    def fail(_caller: Caller, _sent: Wish) -> dict[str, object]:
        raise error


def test_an_exception_in_any_handler_is_answered_with_an_incident_number(
    database, monkeypatch
) -> None:
    logged: list[str] = []
    note = lambda _word, *, event_name, number: logged.append(f"{event_name} {number}")  # noqa: E731
    monkeypatch.setattr(answers.log, "exception", note)
    for key, deed in list(deeds._deeds.items()):

        def broken(_caller: Caller, _sent: BaseModel) -> dict[str, object]:
            raise ZeroDivisionError("a secret of the database")

        harmless = dataclasses.replace(deed, handler=broken, payload=Wish)
        monkeypatch.setitem(deeds._deeds, key, harmless)
        answer = answer_to(ANNA, deed.name, ({"far": 1, "room": f"{deed.room}:1"},))
        assert (answer["ok"], answer["code"]) == (False, "internal")
        assert "secret" not in str(answer["message"])
        number = str(answer["message"]).rpartition(" ")[2].strip(".")
        assert logged[-1] == f"{deed.name} {number}"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (NotFound(), {"code": "not_found"}),
        (TooFast(retry_in=7), {"code": "too_fast", "retry_in": 7}),
        (RuleViolation("So nicht.", field="text"), {"code": "invalid", "why": "text"}),
    ],
)
def test_a_refusal_becomes_its_code(database, error, expected) -> None:
    fail_with(error)
    answer = answer_to(ANNA, "fail", ({"far": 1},))
    message = answer.pop("message")
    assert (answer, message) == ({"ok": False} | expected, str(error.message))


def test_a_payload_that_does_not_fit_names_its_field(database) -> None:
    fail_with(NotFound())
    answer = answer_to(ANNA, "fail", ({"far": "weit"},))
    assert (answer["code"], answer["why"]) == ("invalid", "far")


def test_the_threshold_is_held_before_the_payload_is_looked_at(database) -> None:
    @socket_event("secret", Wish, SIGNED_IN)
    def secret(_caller: Caller, sent: Wish) -> dict[str, object]:
        return {"far": sent.far}

    visitor = Caller(dataclasses.replace(ANNA.actor, person_id=None), "sid")
    assert answer_to(visitor, "secret", ({},))["code"] == "not_signed_in"
    assert answer_to(ANNA, "secret", ({"far": 3},)) == {"ok": True, "far": 3}


def test_the_same_deed_may_belong_to_several_rooms(database) -> None:
    for room in ("thread", "meeting"):
        socket_event("wave", Wish, PUBLIC, room=room)(lambda _c, _s, room=room: {"in": room})
    answers = [
        answer_to(ANNA, "wave", ({"far": 1, "room": f"{r}:1"},))
        for r in ("thread", "meeting", "vote")
    ]
    assert [a.get("in") or a["code"] for a in answers] == ["thread", "meeting", "not_found"]
