"""Statuses of proposals and the word diff between their versions."""

from hypothesis import given
from hypothesis import strategies as st

from participation.consultations.rules.proposals import (
    ELIGIBLE,
    NEXT,
    UNDECIDED,
    Status,
    choices_from,
    is_decided,
    may_move,
)
from participation.consultations.rules.word_diff import Change, Piece, word_diff


def test_every_status_has_its_ways_and_none_leads_back_to_open() -> None:
    assert set(NEXT) == set(Status)
    assert not any(may_move(status, Status.OFFEN) for status in Status)


def test_what_is_done_stays_done_and_may_be_answered_again() -> None:
    assert choices_from(Status.UMGESETZT) == [Status.UMGESETZT]


def test_a_word_in_between_is_no_decision() -> None:
    assert {status for status in Status if not is_decided(status)} == UNDECIDED
    assert all(map(is_decided, ELIGIBLE))


def test_a_rejected_proposal_can_be_looked_at_again() -> None:
    assert may_move(Status.ABGELEHNT, Status.IN_PRUEFUNG)
    assert not may_move(Status.ABGELEHNT, Status.UMGESETZT)


def test_a_changed_word_stands_between_what_stayed() -> None:
    assert word_diff("Freie Fahrt im Bus", "Freie Fahrt im Zug") == [
        Piece(Change.KEPT, "Freie Fahrt im "),
        Piece(Change.REMOVED, "Bus"),
        Piece(Change.ADDED, "Zug"),
    ]


def test_neighbouring_words_are_exchanged_together() -> None:
    assert word_diff("Fahrt mit dem Bus", "Fahrt für alle jetzt") == [
        Piece(Change.KEPT, "Fahrt "),
        Piece(Change.REMOVED, "mit dem Bus"),
        Piece(Change.ADDED, "für alle jetzt"),
    ]


texts = st.text(alphabet="ab ö\n", max_size=60)


@given(old=texts, new=texts)
def test_old_and_diff_give_new_and_the_other_way_round(old, new) -> None:
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == new
    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == old
