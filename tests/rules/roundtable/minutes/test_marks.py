"""What the buttons of the editor do to a text, in node; `[` and `]` show the selection, `|` a caret."""

import json
import subprocess
from itertools import pairwise
from random import Random

import pytest

from tests.support.replicas import NODE
from tests.support.source_tree import ROOT

PROGRAM = ROOT / "tests" / "support" / "marks_cases.mjs"


def answers(cases: list[dict[str, object]]) -> list:
    done = subprocess.run(
        [str(NODE), str(PROGRAM)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def case(deed: str, shown: str) -> dict[str, object]:
    text = shown.replace("|", "").replace("[", "").replace("]", "")
    if "|" in shown:
        start = end = shown.index("|")
    else:
        start, end = shown.index("["), shown.index("]") - 1
    return {"deed": deed, "text": text, "from": start, "to": end}


def applied(text: str, changes: list[dict]) -> str:
    """The text after changes that are told in ascending order and do not overlap."""
    assert all(a["at"] + a["remove"] <= b["at"] for a, b in pairwise(changes))
    for change in reversed(changes):
        text = text[: change["at"]] + change["insert"] + text[change["at"] + change["remove"] :]
    return text


def shown_after(given: dict, answer: dict) -> str:
    text, start, end = (
        applied(given["text"], answer["changes"]),
        answer["from"],
        answer["to"],
    )
    if start == end:
        return f"{text[:start]}|{text[start:]}"
    return f"{text[:start]}[{text[start:end]}]{text[end:]}"


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        ("bold", "Wir [beschließen] das.", "Wir **[beschließen]** das."),
        ("bold", "Wir **[beschließen]** das.", "Wir [beschließen] das."),
        ("bold", "Wir [**beschließen**] das.", "Wir [beschließen] das."),
        ("bold", "Wir besch|ließen das.", "Wir **besch|ließen** das."),
        ("bold", "Wir **besch|ließen** das.", "Wir besch|ließen das."),
        ("bold", "Wir [ ja ]und", "Wir  **[ja]** und"),
        ("bold", "a |", "a **|**"),
        ("bold", "a **|**", "a |"),
        ("bold", "[- eins\n\n- zwei]", "[- **eins**\n\n- **zwei]**"),
        ("heading", "Be|ratung", "## Be|ratung"),
        ("heading", "## Be|ratung", "Be|ratung"),
        ("heading", "### Be|ratung", "Be|ratung"),
        ("heading", "- Be|ratung", "## Be|ratung"),
        ("heading", "eins\n|", "eins\n## |"),
        ("list", "[eins\n\nzwei]\ndrei", "- [eins\n\n- zwei]\ndrei"),
        ("list", "[- eins\n2. zwei]", "[eins\nzwei]"),
        ("list", "## ei|ns", "- ei|ns"),
        ("list", "|", "- |"),
        ("continued", "- eins|", "- eins\n- |"),
        ("continued", "  * eins|zwei", "  * eins\n  * |zwei"),
        ("continued", "9. neun|", "9. neun\n10. |"),
        ("continued", "- eins\n- |", "- eins\n|"),
    ],
)
def test_a_button_puts_signs_in_and_takes_them_out(deed: str, before: str, after: str) -> None:
    given = case(deed, before)
    assert shown_after(given, answers([given])[0]) == after


@pytest.mark.parametrize("shown", ["Text|", "- [eins]", "|", "kein -Punkt|"])
def test_enter_outside_of_a_list_is_left_alone(shown: str) -> None:
    assert answers([case("continued", shown)]) == [None]


def test_whatever_is_selected_no_word_is_lost() -> None:
    chance = Random(9)
    pieces = ["wort", " ", "\n", "**", "- ", "## ", "1. ", "ä", "", "* "]
    cases = []
    for _ in range(3_000):
        text = "".join(chance.choices(pieces, k=chance.randint(0, 9)))
        start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        deed = chance.choice(("bold", "heading", "list"))
        cases.append({"deed": deed, "text": text, "from": start, "to": end})
    for given, answer in zip(cases, answers(cases), strict=True):
        after = applied(str(given["text"]), answer["changes"])
        assert _letters(after) == _letters(str(given["text"])), given
        assert 0 <= answer["from"] <= answer["to"] <= len(after), (given, answer)


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha() or letter == "\n")
