"""How much time is left, as people count days: two ends on one day say the same."""

from datetime import datetime

import pytest

from kernel.i18n import BERLIN, time_left

MIDNIGHT, EVENING = "2026-12-14T00:00", "2026-12-13T18:00"


@pytest.mark.parametrize(
    ("at", "until", "words"),
    [
        ("2026-11-26T22:00", MIDNIGHT, "noch 17 Tage"),
        ("2026-11-26T22:00", EVENING, "noch 17 Tage"),
        ("2026-12-12T00:00", MIDNIGHT, "noch 1 Tag"),
        ("2026-12-12T17:59", EVENING, "noch 1 Tag"),
        ("2026-12-12T18:01", EVENING, "noch 23 Stunden"),
        ("2026-12-13T17:30", EVENING, "noch 30 Minuten"),
        ("2026-12-13T18:00", EVENING, "beendet"),
        ("2026-10-24T12:00", "2026-10-26T12:00", "noch 2 Tage"),  # the clocks go back between
    ],
)
def test_days_are_counted_by_the_calendar(at: str, until: str, words: str) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=BERLIN) for text in (until, at)]
    assert time_left(*moments) == words
