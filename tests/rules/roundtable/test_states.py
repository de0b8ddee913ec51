"""A meeting goes its steps in order, and each guard says why it hinders."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.states import (
    NEXT,
    Facts,
    Hindrance,
    ItemState,
    State,
    at_close,
    hindrances,
    may_turn,
    undealt,
)

READY = Facts(
    dated=True,
    items=1,
    notice_kept=True,
    reason="Der Raum ist gesperrt.",
    attendance_taken=True,
    agenda_confirmed=True,
)
facts = st.builds(
    Facts,
    dated=st.booleans(),
    items=st.integers(0, 3),
    notice_kept=st.booleans(),
    reason=st.sampled_from(["", "  ", "Es eilt."]),
    attendance_taken=st.booleans(),
    agenda_confirmed=st.booleans(),
    open_vote=st.booleans(),
    running_speech=st.booleans(),
)


def test_a_meeting_lives_from_draft_to_published_minutes() -> None:
    way = [State.ENTWURF, State.TERMINIERT, State.EINGELADEN, State.LAUFEND, State.UNTERBROCHEN]
    way += [State.LAUFEND, State.GESCHLOSSEN, State.ABGESCHLOSSEN]
    steps = itertools.pairwise(way)
    assert [hindrances(now, to, READY) for now, to in steps] == [()] * 7


@pytest.mark.parametrize("now", [State.LAUFEND, State.GESCHLOSSEN, State.ABGESCHLOSSEN])
def test_a_meeting_that_began_is_not_cancelled(now: State) -> None:
    assert hindrances(now, State.ABGESAGT, READY) == (Hindrance.SCHRITT,)


def test_a_cancelled_and_a_finished_meeting_stay_what_they_are() -> None:
    ends = (State.ABGESAGT, State.ABGESCHLOSSEN)
    assert all(hindrances(end, to, READY) for end in ends for to in State)


@pytest.mark.parametrize(
    ("now", "to", "missing", "why"),
    [
        (State.ENTWURF, State.TERMINIERT, {"dated": False}, Hindrance.TERMIN_FEHLT),
        (State.TERMINIERT, State.EINGELADEN, {"items": 0}, Hindrance.KEIN_PUNKT),
        (
            State.TERMINIERT,
            State.EINGELADEN,
            {"notice_kept": False, "reason": " "},
            Hindrance.LADUNGSFRIST,
        ),
        (State.EINGELADEN, State.LAUFEND, {"attendance_taken": False}, Hindrance.ANWESENHEIT),
        (State.EINGELADEN, State.LAUFEND, {"agenda_confirmed": False}, Hindrance.TAGESORDNUNG),
        (State.LAUFEND, State.GESCHLOSSEN, {"open_vote": True}, Hindrance.ABSTIMMUNG_OFFEN),
        (State.LAUFEND, State.GESCHLOSSEN, {"running_speech": True}, Hindrance.REDE_LAEUFT),
        (State.TERMINIERT, State.ABGESAGT, {"reason": ""}, Hindrance.GRUND_FEHLT),
    ],
)
def test_each_guard_hinders_alone(
    now: State, to: State, missing: dict[str, object], why: Hindrance
) -> None:
    assert hindrances(now, to, Facts(**{**vars(READY), **missing})) == (why,)


def test_short_notice_is_enough_with_a_reason() -> None:
    short = Facts(dated=True, items=1, notice_kept=False, reason="Die Förderfrist endet.")
    assert hindrances(State.TERMINIERT, State.EINGELADEN, short) == ()


def test_only_an_invited_meeting_takes_a_supplement() -> None:
    again = {now for now in State if not hindrances(now, State.EINGELADEN, READY)}
    assert again == {State.TERMINIERT, State.EINGELADEN}


@given(st.sampled_from(State), st.sampled_from(State), facts)
def test_no_facts_open_a_step_that_the_table_lacks(now: State, to: State, known: Facts) -> None:
    supplement = now is to is State.EINGELADEN
    if to not in NEXT.get(now, set()) and not supplement:
        assert hindrances(now, to, known) == (Hindrance.SCHRITT,)
    else:
        assert Hindrance.SCHRITT not in hindrances(now, to, known)


@given(st.lists(st.sampled_from(ItemState)))
def test_one_item_is_called_at_a_time(others: list[ItemState]) -> None:
    free = ItemState.AUFGERUFEN not in others
    assert may_turn(ItemState.GEPLANT, ItemState.AUFGERUFEN, others) is free


def test_what_was_dealt_with_stays_dealt_with() -> None:
    ended = {state for state in ItemState if not undealt(state)}
    assert ended == {"beraten", "vertagt", "abgesetzt", "verwiesen"}
    assert not any(may_turn(state, to, ()) for state in ended for to in ItemState)


def test_the_close_postpones_what_was_not_decided() -> None:
    assert (at_close(decided=True), at_close(decided=False)) == ("beraten", "vertagt")
