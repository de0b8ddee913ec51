"""What the room says aloud: at most twelve sentences a minute, one's own turn always, talk only on request."""

import json
import subprocess

import pytest

from tests.support.replicas import NODE
from tests.support.source_tree import ROOT

RANKS = ["mine", "vote", "meeting", "connection", "hands", "speaker", "item", "talk"]
LOUD = [[0, 179, kind] for kind in RANKS[1:]]


def said(
    *happens: list[object],
    seconds: int = 180,
    reads_talk: bool = True,
    pages: tuple = (),
    lists: tuple = (),
) -> list[list]:
    """What the module in `static/js` says: by second; `happens` is from second, to second, kind.

    `pages` is from which second what the page says by kind, and whether it is one's own turn. `lists` is who
    asks to speak and whether what was told of them waits: the answer is what the chair is told then.
    """
    case = {"seconds": seconds, "happens": happens, "readsTalk": reads_talk, "pages": pages}
    case["lists"] = lists
    done = subprocess.run(
        [str(NODE), str(ROOT / "tests/support/announcer_cases.mjs")],
        input=json.dumps(case),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def busiest_minute(told: list[list]) -> int:
    return max(sum(begin <= second < begin + 60 for second, _ in told) for begin, _ in told)


def test_never_more_than_twelve_a_minute() -> None:
    told = said([0, 179, "mine"], *LOUD)
    assert busiest_minute(told) == 12


@pytest.mark.parametrize("kind", RANKS[1:])
def test_lesser_kinds_leave_room_for_greater_ones(kind: str) -> None:
    assert busiest_minute(said([0, 179, kind])) <= 11
    assert busiest_minute(said(*LOUD)) <= 11


def test_ones_own_turn_is_said_at_once_however_much_happens() -> None:
    for second in range(0, 120, 7):
        told = said([second, second, "mine"], *LOUD)
        assert [second, f"mine {second}"] in told


@pytest.mark.parametrize("rank", range(len(RANKS) - 1))
def test_of_what_waits_the_most_important_comes_first(rank: int) -> None:
    greater, lesser = RANKS[rank], RANKS[rank + 1]
    told = said([0, 0, lesser], [0, 0, greater], seconds=20)
    assert [sentence for _, sentence in told] == [f"{greater} 0", f"{lesser} 0"]


def test_of_each_kind_only_the_newest_is_said() -> None:
    told = said([0, 12, "speaker"], seconds=30)
    assert told == [[0, "speaker 0"], [5, "speaker 5"], [10, "speaker 10"], [15, "speaker 12"]]


def test_messages_are_said_only_to_who_asked() -> None:
    assert said([0, 20, "talk"], reads_talk=False) == []
    assert said([0, 0, "talk"]) == [[0, "talk 0"]]


def test_nobody_is_said_to_speak_who_has_ended() -> None:
    item, speaks = {"item": "TOP 1"}, {"speaker": "Tobias spricht."}
    told = said(pages=((0, item, False), (1, item | speaks, False), (3, item, False)), seconds=30)
    assert told == [[0, "TOP 1"]]


def test_who_speaks_is_not_said_once_it_is_ones_own_turn() -> None:
    mine, speaks = {"mine": "Sie haben das Wort."}, {"speaker": "Frau Brandt spricht."}
    for turn in (mine, mine | speaks):
        told = said(pages=((0, {"item": "TOP 1"}, False), (1, speaks, False), (2, turn, True)))
        assert told == [[0, "TOP 1"], [2, "Sie haben das Wort."]]


def test_of_what_the_page_says_a_change_is_said_and_nothing_twice() -> None:
    first, second = {"vote": "Offen.", "item": "TOP 1"}, {"vote": "Geschlossen.", "item": "TOP 1"}
    told = said(pages=((0, first, False), (10, second, False)), seconds=30)
    assert told == [[0, "Offen."], [5, "TOP 1"], [10, "Geschlossen."]]


def hand(name: str, *, motion: bool = False) -> dict[str, object]:
    return {"id": name, "name": name, "isMotion": motion}


def test_hands_are_told_once_and_several_in_one_sentence() -> None:
    anna, ben, mia = hand("Anna"), hand("Ben"), hand("Mia", motion=True)
    lists = (
        ([anna], False),
        ([anna], False),
        ([anna, ben], False),
        ([mia, ben], True),
        ([mia], True),
        ([mia], False),
        ([anna, ben], False),
    )
    told = ["Neu: Anna.", "", "Neu: Ben.", "Antrag: Mia. Neu: Ben.", "Antrag: Mia.", "", "2 neue."]
    assert said(lists=lists) == told
