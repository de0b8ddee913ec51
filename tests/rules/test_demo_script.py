"""The script of the invented members: cut into moves, in order, of people at the table whom no visitor can be."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from demo.content import load
from demo.members.script import (
    BREATH,
    CHARACTERS_A_SECOND,
    TYPING,
    Kind,
    moves_of,
    next_move,
    script,
    with_rest,
    with_words,
)

DEMO = load()
RUNNING = next(meeting for meeting in DEMO.meetings if meeting.begins is None)
MEETING, OTHER = UUID(int=1), UUID(int=2)
STEPS = (
    {"person": "eva", "says": "Guten Tag."},
    {"person": "eva", "writes": "Eins zwei drei vier fünf sechs sieben."},
    {"person": "max", "says": "Danke."},
)
MOVES = moves_of("Punkt", STEPS)


def test_a_message_is_one_move_and_a_paragraph_is_typed_a_few_words_at_a_time() -> None:
    assert [(move.kind.value, move.typed, move.text) for move in MOVES] == [
        ("says", "", "Guten Tag."),
        ("writes", "", "Eins zwei drei "),
        ("writes", "Eins zwei drei ", "vier fünf sechs "),
        ("writes", "Eins zwei drei vier fünf sechs ", "sieben."),
        ("says", "", "Danke."),
    ]
    assert [move.number for move in MOVES] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "step",
    [
        {"person": "eva"},
        {"person": "eva", "says": "Ja.", "writes": "Ja."},
        {"person": "eva", "sings": "La."},
    ],
)
def test_a_step_that_is_no_step_is_an_error_when_it_is_read(step: dict[str, str]) -> None:
    with pytest.raises((TypeError, ValueError)):
        moves_of("Punkt", [step])


def test_each_move_has_an_id_of_its_own_in_each_meeting() -> None:
    others = moves_of("Anderer Punkt", STEPS)
    keys = [
        move.key(meeting)
        for moves in (MOVES, others)
        for move in moves
        for meeting in (MEETING, OTHER)
    ]
    assert len(set(keys)) == len(keys)
    assert moves_of("Punkt", STEPS)[2].key(MEETING) == MOVES[2].key(MEETING)


@pytest.mark.parametrize(("made", "number"), [((), 0), ((0, 1), 2), ((0, 3), 4), ((4,), None)])
def test_the_next_move_is_behind_the_last_that_was_made(
    made: tuple[int, ...], number: int | None
) -> None:
    found = next_move(MOVES, made)
    assert (found.number if found else None) == number


def test_a_paragraph_is_passed_over_to_its_end() -> None:
    assert [move.number for move in with_rest(MOVES, MOVES[2])] == [2, 3]
    assert [move.number for move in with_rest(MOVES, MOVES[0])] == [0]
    assert [move.number for move in with_rest(MOVES, MOVES[4])] == [4]


def test_a_longer_message_takes_longer_and_words_come_one_after_the_other() -> None:
    said, begun, gone_on, _, _ = (move.pause for move in MOVES)
    assert said == BREATH + timedelta(seconds=len("Guten Tag.") / CHARACTERS_A_SECOND)
    assert (begun, gone_on) == (BREATH, TYPING)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("", 1, "Eins zwei drei "),
        ("Davor.", 1, "Davor.\n\nEins zwei drei "),
        ("Davor. ", 1, "Davor. \n\nEins zwei drei "),
        ("Davor.\n", 1, "Davor.\n\nEins zwei drei "),
        ("Davor.\n\n\n", 1, "Davor.\n\n\nEins zwei drei "),
        ("Eins zwei drei ", 2, "Eins zwei drei vier fünf sechs "),
        ("A\n\nEins zwei drei \n\nB", 2, "A\n\nEins zwei drei vier fünf sechs \n\nB"),
        ("Eins zwei vier", 2, None),
    ],
)
def test_words_land_behind_what_is_typed_and_nothing_of_others_goes(
    text: str, number: int, expected: str | None
) -> None:
    assert with_words(text, MOVES[number]) == expected


def test_the_paragraph_is_whole_in_the_end() -> None:
    text = "Davor."
    for move in MOVES[1:4]:
        text = with_words(text, move) or ""
    assert text == "Davor.\n\nEins zwei drei vier fünf sechs sieben."


def test_it_is_played_under_public_items_that_are_still_to_come() -> None:
    items = [item for item in RUNNING.items if item.title in script()]
    assert {item.title for item in items} == set(script())
    assert all(item.public for item in items)
    assert len({item.title for item in RUNNING.items}) == len(RUNNING.items)


def test_those_who_play_are_there_and_nobody_can_be_them() -> None:
    people = {move.person for moves in script().values() for move in moves}
    assert people <= set(RUNNING.present)
    assert [p.key for p in DEMO.people if p.key in people and (p.demo or p.grants)] == []
    assert people & {answer.person for answer in RUNNING.answers if answer.deputy} == set()


def test_they_talk_and_write_for_some_minutes_and_then_it_is_over() -> None:
    for moves in script().values():
        assert {move.kind for move in moves} == set(Kind)
        assert [(a, b) for a, b in pairwise(moves) if b.typed and b.person != a.person] == []
    whole = sum((move.pause for moves in script().values() for move in moves), timedelta())
    assert timedelta(minutes=2) < whole < timedelta(minutes=10)
