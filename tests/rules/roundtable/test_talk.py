"""Who may write in the room, and how fast."""

from datetime import UTC, datetime, timedelta

import pytest

from roundtable.meetings.rules.states import State
from roundtable.meetings.rules.talk import AT_ONCE, SPAN, Hindrance, hindrance, wait_seconds

NOW = datetime(2024, 4, 11, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "public", "member", "why"),
    [
        (State.LAUFEND, True, False, None),
        (State.UNTERBROCHEN, True, False, None),
        (State.LAUFEND, False, True, None),
        (State.LAUFEND, False, False, Hindrance.NUR_MITGLIEDER),
        (State.EINGELADEN, True, True, Hindrance.SITZUNG_RUHT),
        (State.GESCHLOSSEN, False, False, Hindrance.SITZUNG_RUHT),
    ],
)
def test_seats_write_while_the_meeting_is_under_way_guests_at_public_items(
    state, public, member, why
) -> None:
    assert hindrance(state, item_is_public=public, is_member=member) is why


def test_twenty_a_minute_and_then_one_waits_for_the_oldest() -> None:
    last = [NOW - timedelta(seconds=second) for second in range(AT_ONCE)]
    assert wait_seconds(last, NOW) == 60 - (AT_ONCE - 1)
    assert wait_seconds(last[1:], NOW) == 0
    assert wait_seconds([at - SPAN for at in last], NOW) == 0


def test_one_waits_at_least_a_second() -> None:
    last = [NOW - SPAN + timedelta(milliseconds=1)] * AT_ONCE
    assert wait_seconds(last, NOW) == 1
