"""What may stand in minutes, and in which spelling."""

import pytest

from roundtable.minutes.rules.text import (
    MOST_CHARACTERS,
    Problem,
    canonical,
    fingerprint,
    problem,
    with_line_feeds,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("Grüße\n\t– 😀", None),
        ("x" * MOST_CHARACTERS, None),
        ("x" * (MOST_CHARACTERS + 1), Problem.TEXT_LIMIT),
        ("![](data:image/png;base64,iVBOR)", Problem.DATA_URL),
        ("<DATA:,x>", Problem.DATA_URL),
        ("Big data: ein Vortrag, danach Kaffee", None),
        ("a\0b", Problem.CHARACTERS),
        ("a\r\nb", Problem.CHARACTERS),
        ("\x1b[0m", Problem.CHARACTERS),
    ],
)
def test_what_may_not_stand_in_the_text_is_named(text, found) -> None:
    assert problem(text) is found


def test_a_text_that_is_too_long_may_shrink() -> None:
    assert problem("x" * (MOST_CHARACTERS + 1), grown=False) is None


def test_a_form_brings_other_line_ends() -> None:
    assert with_line_feeds("a\r\nb\rc\n") == "a\nb\nc\n"


def test_the_canonical_spelling_is_composed() -> None:
    assert canonical("a\u0308\r\n") == "ä\n"
    assert canonical(canonical("e\u0301\r")) == canonical("e\u0301\r")


def test_the_fingerprint_is_the_one_browsers_compute() -> None:
    # of the bytes C3 A4, by `sha256sum`
    assert fingerprint("ä").startswith("33e6d73fee82904c")
