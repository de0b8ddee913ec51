"""Engagement-Karten: given out before the vote of the pilot, renewed for the present one."""

from collections.abc import Iterator
from datetime import date, time
from functools import partial

from sqlalchemy import select

from demo.moments import Moment
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from kernel.database import db
from participation.engagement_card.models import Card
from participation.engagement_card.services import activate_card, renew_card

FIRST_DAY = Moment(date(2022, 1, 17), time(9))
RENEWAL = Moment(-30, time(9))
OFFICE = "brandt"


def deeds(world: World) -> Iterator[Deed]:
    """Who has a card in the content holds one in both votes."""
    yield Deed(world.at(FIRST_DAY), partial(_activate_all, world))
    yield Deed(world.at(RENEWAL), partial(_renew_all, world))


def _activate_all(world: World) -> None:
    for person in (*world.content.people, *world.content.crowd):
        if person.card:
            activate_card(actor=world.actor(OFFICE), person_id=world.person_id(person.key))


def _renew_all(world: World) -> None:
    for card in db.session.scalars(select(Card)).all():
        renew_card(actor=world.actor(OFFICE), card=card)
