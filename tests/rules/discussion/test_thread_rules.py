"""Deadlines, pace, agreement and cursors of conversations."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.threads.rules import pace
from discussion.threads.rules.agreement import NEUTRAL, agreement_of
from discussion.threads.rules.deadlines import EDIT, UNDO, may_still_edit, may_still_undo
from discussion.threads.rules.pages import (
    BRANCH,
    Cursor,
    Order,
    branch_start,
    cursor_of,
    depth_below,
    order_of,
)

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
TINY = timedelta(microseconds=1)
voices = st.integers(0, 10_000)


@pytest.mark.parametrize(("rule", "span"), [(may_still_undo, UNDO), (may_still_edit, EDIT)])
def test_a_deadline_holds_to_the_microsecond(rule, span) -> None:
    assert rule(NOON, NOON)
    assert rule(NOON, NOON + span - TINY)
    assert not rule(NOON, NOON + span)
    assert not rule(NOON, NOON - TINY)


def written(moments: list[datetime]) -> list[datetime]:
    """Which of these tries the pace lets pass."""
    mark, passed = None, []
    for at in moments:
        if moved := pace.next_mark(mark, at):
            mark = moved
            passed.append(at)
    return passed


def test_ten_texts_pass_at_once_and_the_eleventh_a_minute_later() -> None:
    assert len(written([NOON] * 30)) == 10
    late = NOON + timedelta(minutes=1)
    assert written([NOON] * 11 + [late - TINY, late, late])[10:] == [late]


@given(st.lists(st.integers(0, 3_600), max_size=200))
def test_never_more_than_the_burst_and_one_a_minute(seconds) -> None:
    passed = written([NOON + timedelta(seconds=s) for s in sorted(seconds)])
    for first, at in enumerate(passed):
        within = [later for later in passed[first:] if later - at < timedelta(minutes=10)]
        assert len(within) < 2 * pace.AT_ONCE


@given(st.integers(0, 599))
def test_who_waits_as_told_may_write(second) -> None:
    mark, at = NOON + pace.AT_ONCE * pace.STEP, NOON + timedelta(seconds=second / 10)
    if pace.next_mark(mark, at) is None:
        wait = pace.wait_seconds(mark, at)
        assert pace.next_mark(mark, at + timedelta(seconds=wait))


def test_nobody_asked_is_neutral() -> None:
    assert agreement_of(0, 0) == NEUTRAL


@given(voices, voices)
def test_one_more_voice_moves_agreement_its_way(up, down) -> None:
    assert agreement_of(up + 1, down) >= agreement_of(up, down) >= agreement_of(up, down + 1)
    assert 0 <= agreement_of(up, down) <= 1_000_000


def test_many_voices_count_more_than_few() -> None:
    assert agreement_of(40, 10) > agreement_of(4, 1) > agreement_of(0, 0)


@given(st.integers(-(10**15), 10**16), st.uuids())
def test_a_cursor_comes_back_from_an_address(microseconds, last) -> None:
    at = NOON + timedelta(microseconds=microseconds)
    assert cursor_of(str(Cursor(at, last)), Order.NEWEST) == Cursor(at, last)


@given(st.integers(0, 1_000_000), st.uuids())
def test_a_cursor_of_agreement_comes_back(agreement, last) -> None:
    assert cursor_of(str(Cursor(agreement, last)), Order.AGREEMENT) == Cursor(agreement, last)


@given(st.text())
def test_no_address_breaks_a_page(text) -> None:
    for order in Order:
        assert cursor_of(text, order) is None or isinstance(cursor_of(text, order), Cursor)
    assert order_of(text) in set(Order)


@pytest.mark.parametrize("number", ["9" * 18, "9" * 19, "9" * 5_000, "-1", ""])
def test_a_number_nobody_wrote_never_leaves_the_database_range(number) -> None:
    found = cursor_of(f"{number}-{UUID(int=0).hex}", Order.AGREEMENT)
    assert found is None or found.key < 2**63


def test_replies_stay_on_the_third_level() -> None:
    assert [depth_below(depth) for depth in (1, 2, 3)] == [2, 3, 3]


@given(st.integers(0, 10_000))
def test_the_page_of_a_reply_holds_it(place) -> None:
    start = branch_start(place)
    assert start % BRANCH == 0
    assert place == 0 or start < place <= start + BRANCH
