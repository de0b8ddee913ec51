"""Guessable passwords are refused, long and surprising ones are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.rules.passwords import (
    LONGEST,
    SHORTEST,
    common_passwords,
    fault_of_password,
)


def test_the_list_holds_thousands_of_common_passwords_and_the_sites_own_words() -> None:
    assert len(common_passwords()) >= 3_000
    assert all(len(word) >= SHORTEST for word in common_passwords())
    assert "hamburgforum" in common_passwords()


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kurz", "short"),
        ("elfzeichen1", "short"),
        ("x" * (LONGEST + 1), "long"),
        ("passwortpasswort", "common"),
        ("Passwort-Geheim", "common"),
        ("P4ssw0rt-Geheim!", "common"),
        ("HamburgForum2026!", "common"),
        ("Engagementkarte1", "common"),
        ("123456789012345", "common"),
        ("qwertzuiopasdf", "common"),
        ("zyxwvutsrqponm", "common"),
        ("aaaaaaaaaaaaaa", "common"),
        ("abcdabcdabcdabcd", "common"),
        ("correct horse battery staple", ""),
        ("blaue Laterne steht schief", ""),
        ("ж" * 6 + "ß界öx7w2q", ""),
    ],
)
def test_a_password_says_why_it_is_refused(password: str, fault: str) -> None:
    assert fault_of_password(password) == fault


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("anna.petersen", "own"),
        ("annapetersen1", "own"),
        ("AnnaPetersen99", "own"),
        ("Petersen steht schief im Wind", ""),
    ],
)
def test_a_password_is_more_than_the_own_name_or_address(password: str, fault: str) -> None:
    assert fault_of_password(password, ["anna.petersen@example.org", "AnnaPetersen"]) == fault


@given(st.text(min_size=65, max_size=200), st.lists(st.text(max_size=20), max_size=3))
def test_long_passwords_are_judged_without_a_fault_of_ours(password: str, own: list[str]) -> None:
    assert fault_of_password(password, own) in {"", "common", "own", "short"}
