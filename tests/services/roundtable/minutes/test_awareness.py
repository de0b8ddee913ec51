"""What is remembered of carets, without a server: thousands of wrong words change nothing, silence is forgotten."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from kernel import clock
from kernel.live import beside
from kernel.live.answers import answer_to
from kernel.live.deeds import Caller
from kernel.live.listeners import Listener
from kernel.live.listening import LISTENERS
from kernel.live.people import Standing
from roundtable.minutes import awareness, queries
from roundtable.minutes.awareness import FORGOTTEN_S, forget_gone, open_page
from roundtable.minutes.telling import rights_of
from tests.factories.meetings import MEETS_AT, a_round, at, running

JUNK = (
    None,
    True,
    -1,
    0,
    2**31,
    2**64,
    1.5,
    "",
    "Text",
    "ä" * 300,
    b"\x00\xff",
    [],
    {},
    [[]],
    {"": None},
)


class Heard:
    """A line that notes what it should tell."""

    def __init__(self) -> None:
        self.words: list[Mapping[str, object]] = []

    def say_all(self, _room: str, _name: str, said: Sequence[tuple[beside.Words, str]]) -> None:
        self.words.extend(words for words, _but in said)


@pytest.fixture
def heard(monkeypatch) -> Heard:
    line = Heard()
    monkeypatch.setattr(beside, "_speakers", [line])
    return line


@pytest.fixture
def ticks(monkeypatch) -> SimpleNamespace:
    """A clock that says another second each time it is asked."""
    clock_ = SimpleNamespace(now=0.0)

    def monotonic() -> float:
        clock_.now += 1
        return clock_.now

    monkeypatch.setattr(awareness, "time", SimpleNamespace(monotonic=monotonic))
    return clock_


@pytest.fixture
def doc(database):
    made = a_round()
    return SimpleNamespace(made=made, row=queries.doc_of_item(running(made).items[0].id))


@pytest.fixture
def page(doc) -> Iterator[Callable[[str], Caller]]:
    """Open a page of somebody at the table."""
    sids: list[str] = []

    def opened(key: str) -> Caller:
        sids.append(sid := f"{key}-{len(sids)}")
        actor = doc.made.actor(key)
        standing = Standing(actor, clock.now() + timedelta(days=9_999))
        LISTENERS.admit(Listener(sid, sid, "", standing=standing))
        caller = Caller(actor, sid)
        with at(MEETS_AT):
            beside.enter(caller, doc.row.room, doc.row.subject)
            rights_of(actor, doc.row)
            open_page(caller, doc.row, len(sids))
        return caller

    yield opened
    for sid in sids:
        LISTENERS.drop(sid)
    forget_gone()


def mutated(chance: Random, words: Any) -> Any:
    """The same with something else somewhere inside."""
    if chance.random() < 0.3 or not isinstance(words, dict | list) or not words:
        return chance.choice(JUNK)
    changed = deepcopy(words)
    keys = list(changed) if isinstance(changed, dict) else range(len(changed))
    key = chance.choice(list(keys))
    deed = chance.random()
    if deed < 0.1:
        del changed[key]
    elif deed < 0.2 and isinstance(changed, dict):
        changed[chance.choice(("cid", "name", "colour", ""))] = chance.choice(JUNK)
    else:
        changed[key] = mutated(chance, changed[key])
    return changed


def test_thousands_of_wrong_words_harm_nobody(doc, page, heard, ticks) -> None:
    anna, chance = page("anna"), Random(11)
    right = {"doc": str(doc.row.id), "a": {"at": [7, 3], "typing": True}}
    codes = set()
    for _ in range(4_000):
        answer = answer_to(anna, "y:aw", (mutated(chance, right),))
        codes.add(answer.get("code", "ok"))
    assert codes <= {"ok", "invalid", "not_found"}
    assert "invalid" in codes
    for words in heard.words:
        assert words["a"]["cid"] == 1, "a page speaks for itself alone"
        assert words["a"].get("name") in {None, doc.made.persons["anna"].display_name}
    assert answer_to(anna, "y:aw", (right,)) == {"ok": True}
    assert heard.words[-1]["a"]["at"] == [7, 3]


def test_who_says_nothing_any_more_is_forgotten(doc, page, heard, ticks) -> None:
    anna = page("anna")
    answer_to(anna, "y:aw", ({"doc": str(doc.row.id), "a": {"at": None, "typing": False}},))
    forget_gone()
    assert [words["a"].get("gone") for words in heard.words] == [None]
    ticks.now += FORGOTTEN_S
    forget_gone()
    forget_gone()
    assert [words["a"].get("gone") for words in heard.words] == [None, True]


def test_two_pages_of_one_person_have_one_colour(doc, page, heard, ticks) -> None:
    for key in ("anna", "ben", "anna"):
        answer_to(
            page(key), "y:aw", ({"doc": str(doc.row.id), "a": {"at": None, "typing": False}},)
        )
    assert [words["a"]["colour"] for words in heard.words] == [0, 1, 0]
