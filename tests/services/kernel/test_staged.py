"""What is made once for many tests is as good as made for each."""

import pytest
from sqlalchemy import select

from accounts.people.models import Person
from kernel.database import db, in_transaction
from tests.factories.people import person


def names() -> list[str]:
    return sorted(db.session.scalars(select(Person.display_name)))


def two() -> dict[str, Person]:
    return {"anna": person("Anna"), "ben": person("Ben")}


@pytest.mark.parametrize("new_name", ["Berta", "Carla"])
def test_each_test_finds_the_world_as_it_was_made(staged, new_name) -> None:
    world = staged(two)
    assert (names(), world["anna"].display_name) == (["Anna", "Ben"], "Anna")
    in_transaction(lambda: setattr(world.pop("anna"), "display_name", new_name))
    in_transaction(lambda: db.session.delete(world["ben"]))
    assert names() == [new_name]


def test_there_is_one_world_at_a_time(staged) -> None:
    assert staged(lambda: None) is None
    assert names() == []


def test_who_asks_for_no_world_finds_none(database) -> None:
    assert names() == []


def test_a_world_comes_before_all_else(staged) -> None:
    person("Dora")
    with pytest.raises(AssertionError):
        staged(two)
