"""One spelling of an address; names that can be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.rules.addresses import is_address, normal_address
from accounts.people.rules.names import fault_of_name, tidy_name


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" Anna@Example.ORG ", "anna@example.org"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("a@b@c.example", "a@b@c.example"),
    ],
)
def test_an_address_has_one_spelling(text: str, normal: str) -> None:
    assert normal_address(text) == normal


@given(st.text())
def test_the_normal_spelling_is_stable(text: str) -> None:
    once = normal_address(text)
    if is_address(once):
        assert normal_address(once) == once


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("anna@example.org", True),
        ("anna+forum@localhost", True),
        ("a@b@c.example", False),
        ("anna", False),
        ("@example.org", False),
        ("anna@", False),
        ("anna@-example.org", False),
        ("anna@example.org\r\nBcc: all@example.org", False),
        ("anna und ben@example.org", False),
        (f"{'a' * 65}@example.org", False),
        (f"anna@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}", False),
    ],
)
def test_only_what_mail_can_reach_is_an_address(address: str, fine: bool) -> None:
    assert is_address(address) is fine


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Anna", ""),
        ("Jürgen Ö.", ""),
        ("李雷", ""),
        ("A", "length"),
        ("A" * 61, "length"),
        ("Anna\u202eannA", "signs"),
        ("An\u200bna", "signs"),
        ("anna@example.org", "address"),
        ("https://anna", "address"),
        ("Verwaltung", "office"),
    ],
)
def test_a_name_says_why_it_cannot_be_shown(name: str, fault: str) -> None:
    assert fault_of_name(name) == fault


def test_a_name_has_single_spaces() -> None:
    assert tidy_name("  Anna \n  Petersen ") == "Anna Petersen"
