"""The editor's own arithmetic, in node: what was typed, and where the caret stays when others type."""

import json
import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.support.replicas import NODE, WORDS
from tests.support.source_tree import ROOT

PROGRAM = Path("tests/support/typing_cases.mjs")


def answers(cases: list[dict[str, object]]) -> list:
    """What the module in `static/js` says of these cases."""
    done = subprocess.run(
        [str(NODE), str(ROOT / PROGRAM)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def units(text: str) -> bytes:
    return text.encode("utf-16-le")


def applied(before: str, change: dict[str, object]) -> str:
    """The edit on the text; an error where it would cut a character in two."""
    data = units(before)
    start, end = 2 * change["at"], 2 * (change["at"] + change["remove"])
    for part in (data[:start], data[start:end], data[end:]):
        part.decode("utf-16-le")
    return (data[:start] + units(change["insert"]) + data[end:]).decode("utf-16-le")


def test_whatever_was_typed_is_one_edit_that_cuts_no_character() -> None:
    chance = Random(7)
    cases = []
    for _ in range(3_000):
        before = "".join(
            chance.choices(["a", "😀", "😁", "ä", "\n", *WORDS], k=chance.randint(0, 6))
        )
        start, end = sorted(chance.randint(0, len(before)) for _ in range(2))
        put = chance.choice(["", "a", "😀", "😁😁", "x\ny"])
        after = before[:start] + put + before[end:]
        caret = len(units(before[:start] + put)) // 2
        cases.append({"before": before, "after": after, "caret": caret})
    for case, change in zip(cases, answers(cases), strict=True):
        if change is None:
            assert case["before"] == case["after"]
        else:
            assert applied(case["before"], change) == case["after"]


def test_a_doubled_letter_is_put_where_the_caret_is() -> None:
    cases = [
        {"before": "aaaa", "after": "aaaaa", "caret": 2},
        {"before": "aaaa", "after": "aaa", "caret": 1},
        {"before": "ab", "after": "aXb", "caret": 2},
    ]
    assert answers(cases) == [
        {"at": 1, "remove": 0, "insert": "a"},
        {"at": 1, "remove": 1, "insert": ""},
        {"at": 1, "remove": 0, "insert": "X"},
    ]


@pytest.mark.parametrize(
    ("caret", "delta", "expected"),
    [
        (5, [{"insert": "abc"}], 8),
        (5, [{"retain": 5}, {"insert": "abc"}], 5),
        (5, [{"retain": 6}, {"insert": "abc"}], 5),
        (5, [{"delete": 3}], 2),
        (5, [{"retain": 3}, {"delete": 9}], 3),
        (5, [{"retain": 1}, {"delete": 2}, {"insert": "😀"}], 5),
        (0, [{"insert": "x"}], 0),
    ],
)
def test_a_caret_stays_with_its_words(caret: int, delta, expected: int) -> None:
    assert answers([{"caret": caret, "delta": delta}]) == [expected]


@pytest.mark.parametrize(
    ("at", "remove", "theirs", "expected"),
    [
        (4, 0, None, 4),
        (0, 0, {"at": 4, "remove": 1, "insert": "abc"}, 0),
        (2, 2, {"at": 4, "remove": 0, "insert": "abc"}, 2),
        (4, 0, {"at": 4, "remove": 0, "insert": "abc"}, 4),
        (4, 1, {"at": 0, "remove": 0, "insert": "😀 "}, 7),
        (6, 0, {"at": 2, "remove": 4, "insert": "x"}, 3),
        (5, 0, {"at": 2, "remove": 4, "insert": "x"}, -1),
        (1, 3, {"at": 2, "remove": 0, "insert": "x"}, -1),
        (4, 1, {"at": 4, "remove": 0, "insert": "x"}, 5),
    ],
)
def test_words_of_two_stand_beside_each_other_or_one_is_told(at, remove, theirs, expected) -> None:
    assert answers([{"own": {"at": at, "remove": remove}, "theirs": theirs}]) == [expected]
