"""What minutes must name, and where it is missing."""

from dataclasses import replace

import pytest

from roundtable.minutes.rules.completeness import Gap, Motion, gaps, named
from roundtable.minutes.rules.public import Content, Head, Item, Participant
from roundtable.minutes.rules.states import REQUIRED

HEAD = Head(
    table="Sport",
    number="RT-2026-04",
    title="Vierte Sitzung",
    place="Rathaus",
    began="2026-04-13T17:00:00+02:00",
    ended="2026-04-13T19:30:00+02:00",
    chair="@Anna Meier[S1]",
    secretary="",
    quorum="",
)
ANNA = Participant("S1", "Anna Meier", "", "Unternehmen")
MOTION = Motion("Ö 2", "Zwei freie Tage", "angenommen")
TEXT = "Der Antrag „zwei  freie\nTage“ wird angenommen."


def minutes(text: str = TEXT) -> Content:
    items = (Item("Ö 1", public=True, title="", text=""), Item("Ö 2", True, "", text))
    return Content(HEAD, (ANNA,), items)


def test_minutes_that_say_everything_have_no_gap() -> None:
    assert gaps(minutes(), [MOTION]) == []
    assert named([]) == REQUIRED


@pytest.mark.parametrize(
    ("field", "what"),
    [("place", "place"), ("began", "times"), ("ended", "times"), ("chair", "chair")],
)
def test_a_gap_in_the_head_is_named(field: str, what: str) -> None:
    found = gaps(replace(minutes(), head=replace(HEAD, **{field: ""})), [MOTION])
    assert found == [Gap(what)]
    assert named(found) == REQUIRED - {what}


def test_somebody_was_there() -> None:
    assert gaps(replace(minutes(), participants=()), []) == [Gap("presence")]


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "motions"), ("Zwei Tage angenommen", "motions"), ("Zwei freie Tage: ja", "results")],
)
def test_a_vote_stands_in_the_text_of_its_item(text: str, what: str) -> None:
    assert gaps(minutes(text), [MOTION]) == [Gap(what, "Ö 2", MOTION)]


def test_signs_that_markdown_would_read_are_written_with_a_stroke_before_them() -> None:
    starred = Motion("Ö 2", "Zwei * freie_Tage [neu]", "angenommen")
    assert gaps(minutes(r"Zwei \* freie\_Tage \[neu\]: angenommen"), [starred]) == []
