"""The life of a task."""

from roundtable.decisions.rules.tasks import State, needs_note, steps_of


def test_a_task_ends_once() -> None:
    assert {state.value: [to.value for to in steps_of(state)] for state in State} == {
        "offen": ["in_arbeit", "erledigt", "uebertragen", "entfallen"],
        "in_arbeit": ["erledigt", "uebertragen", "entfallen"],
        "erledigt": [],
        "uebertragen": [],
        "entfallen": [],
    }


def test_handing_on_and_dropping_say_why() -> None:
    assert [state for state in State if needs_note(state)] == [State.UEBERTRAGEN, State.ENTFALLEN]
