"""The whole demo: all deeds of all features on one line of time."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from demo.content import load
from demo.moments import Moment
from demo.seeding import (
    answers,
    archive,
    cards,
    city,
    comments,
    formats,
    meetings,
    minutes,
    pages,
    people,
    proposals,
    sittings,
    tables,
    votes,
)
from demo.seeding.people import PasswordOf
from demo.seeding.timeline import Chapter, Deed, is_written, today_of_the_demo, write
from demo.seeding.world import World
from kernel import relay
from kernel.actors import Actor
from kernel.mail import nobody_is_written_to

LAST = "today"


def seed(*, actor: Actor, password_of: PasswordOf) -> bool:
    """Write what is missing of the demo; whether anything was. `actor` is the system."""
    if is_written(LAST):
        return False
    world = World(load(), today_of_the_demo(), actor)
    write(
        chapters_of(world),
        deeds_of(world, password_of),
        actor=actor,
        today=world.today,
        at_begin=world.lay_at_hand,
    )
    carry()
    return True


def carry() -> None:
    """Hand the facts so far to their readers, without a mail to anybody."""
    with nobody_is_written_to():
        relay.catch_up()


def chapters_of(world: World) -> list[Chapter]:
    """Cut where something must be committed before the next begins, else so that no transaction is long."""
    first, worked_in, second = minutes.writings(world)
    return [
        Chapter("city", _at(world, date(2021, 8, 26))),
        Chapter("pilot-proposals", _at(world, date(2022, 1, 15))),
        Chapter("pilot-vote", _at(world, date(2022, 2, 21))),
        Chapter("pilot-result", _at(world, date(2023, 2, 1)), partial(votes.seal_and_count, world)),
        Chapter("first-meeting", first.at),
        Chapter("first-minutes", worked_in.at, first),
        Chapter("second-meeting", second.at, worked_in),
        Chapter("proposals", _at(world, -60), second),
        Chapter("support", _at(world, -40)),
        Chapter("answers", _at(world, -14)),
        Chapter("vote", _at(world, -9)),
        Chapter(LAST, world.today, carry),
    ]


def deeds_of(world: World, password_of: PasswordOf) -> Iterator[Deed]:
    """Everything that happened; at the same instant in this order."""
    yield from city.deeds(world)
    yield from people.deeds(world, password_of)
    for feature in (
        archive,
        cards,
        formats,
        proposals,
        answers,
        comments,
        votes,
        tables,
        meetings,
        sittings,
        minutes,
        pages,
    ):
        yield from feature.deeds(world)


def _at(world: World, day: int | date) -> datetime:
    return world.at(Moment(day))
