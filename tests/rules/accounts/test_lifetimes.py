"""Sessions end by themselves, sooner for the office."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.sessions.rules.devices import UNKNOWN, device_label
from accounts.sessions.rules.lifetimes import CITIZEN, OFFICE, lifetime_for

START = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("roles", "lifetime"),
    [
        ((), CITIZEN),
        (("partner",), CITIZEN),
        (("administration",), OFFICE),
        (("partner", "moderator"), OFFICE),
        (("operator",), OFFICE),
    ],
)
def test_one_office_role_makes_the_session_short(roles, lifetime) -> None:
    assert lifetime_for(frozenset(roles)) is lifetime


@pytest.mark.parametrize("lifetime", [CITIZEN, OFFICE])
@pytest.mark.parametrize(("early", "over"), [(SECOND, False), (timedelta(), True)])
def test_a_session_ends_at_the_limit_to_the_second(lifetime, early, over) -> None:
    unused = START + lifetime.idle - early
    assert lifetime.is_over(began_at=START, last_used_at=START, at=unused) is over
    whole = START + lifetime.whole - early
    assert lifetime.is_over(began_at=START, last_used_at=whole - SECOND, at=whole) is over


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent, label) -> None:
    assert device_label(agent) == label
