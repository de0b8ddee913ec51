"""The life of a resolution."""

from roundtable.decisions.rules.resolutions import State, needs_note, steps_of

STEPS = {
    ("gefasst", "in_umsetzung"),
    ("gefasst", "umgesetzt"),
    ("gefasst", "aufgehoben"),
    ("gefasst", "geaendert"),
    ("in_umsetzung", "umgesetzt"),
    ("in_umsetzung", "aufgehoben"),
    ("in_umsetzung", "geaendert"),
    ("umgesetzt", "aufgehoben"),
    ("umgesetzt", "geaendert"),
}


def test_the_steps_of_a_resolution_are_these_and_no_others() -> None:
    assert {(now.value, to.value) for now in State for to in steps_of(now)} == STEPS


def test_repealing_says_why() -> None:
    assert [state for state in State if needs_note(state)] == [State.AUFGEHOBEN]
