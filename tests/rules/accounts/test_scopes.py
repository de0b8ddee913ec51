"""A role holds somewhere, and never opens an audience that is not an office's to give."""

import pytest

from accounts.people.rules.scopes import is_scope


@pytest.mark.parametrize(
    ("scope", "fine"),
    [
        ("site", True),
        ("votes", True),
        ("district:nord", True),
        ("format:0193a0b2-7c1d-7000-8000-000000000001", True),
        ("person:0193a0b2-7c1d-7000-8000-000000000001", False),
        ("format:wishes", False),
        ("table:", False),
        ("office", False),
        ("public", False),
        ("signed-in", False),
        ("District:Nord", False),
        ("district:", False),
        ("district:nord ost", False),
        ("", False),
    ],
)
def test_a_scope_is_a_place_and_not_a_person(scope: str, fine: bool) -> None:
    assert is_scope(scope) is fine
