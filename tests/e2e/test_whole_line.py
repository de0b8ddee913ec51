"""The whole line in the demo: from a citizen's proposal by a public vote to a table that talks, decides and publishes.

A proposal is written, answered, voted on and counted; then a round table takes it up, and people talk, write, vote,
close, agree on the minutes and publish. Everybody finds the task at the end by the way that led to it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.acts import citizens, office, protocol, public_line, published, room
from tests.support.town import Town, running_town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

#: on a machine that does other things, too
LONG = 60_000
PHONE = {"width": 360, "height": 740}
NOTED = "Die Betriebe wollen mitmachen, wenn Vereine früh Bescheid sagen."
WISHED = "Die Betriebe machen mit, wenn Vereine vier Wochen vorher Bescheid sagen."
#: a word of the item that is not public
CONFIDENTIAL = "zögert"
#: where the matter began, and what was decided about it before
PROPOSAL, PUBLIC_VOTE = public_line.POOL, office.QUESTION
TASK = "Mit dem Schwimmbad über freien Eintritt sprechen"


@dataclass(frozen=True)
class Table:
    """Four people of the table, each at a browser of their own, and where they meet."""

    #: leads
    derya: Page
    #: keeps the minutes, on a phone
    nele: Page
    #: has no mouse
    tobias: Page
    #: of the administration
    brandt: Page
    #: the room's address
    room: str

    @property
    def number(self) -> str:
        """The resolution of the meeting."""
        return f"RT-{self.room.removesuffix('/live').rpartition('/')[2]}/1"

    @property
    def meeting(self) -> str:
        """The meeting, as its papers call it."""
        return self.number.partition("/")[0]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """What is expected to come may take its time."""
    expect.set_options(timeout=LONG)
    yield
    expect.set_options(timeout=None)


@pytest.fixture
def town(new_demo: Callable[..., AbstractContextManager[Town]]) -> Iterator[Town]:
    """A demo of its own: this story closes the meeting that others look at."""
    with new_demo(sends_mails=True) as made:
        yield made


@pytest.fixture
def empty_town(browser: Browser) -> Iterator[Town]:
    """A platform on which nothing has happened yet."""
    with running_town(browser) as made:
        yield made


def test_a_proposal_goes_by_a_public_vote_and_a_meeting_of_four_browsers_to_a_published_task(
    town: Town,
) -> None:
    public_line.walk(town)
    with ExitStack() as stack:

        def enter(key: str, **options: Any) -> Page:
            page, _ = stack.enter_context(town.demo_person(key, **options))
            page.set_default_timeout(LONG)
            return page

        derya = enter("derya")
        table = Table(
            derya=derya,
            nele=enter("nele", viewport=PHONE),
            tobias=enter("tobias"),
            brandt=enter("brandt"),
            room=room.find_room(derya, town),
        )
        they_meet(town, table)
        they_decide(table)
        published.read_decision(town, table.number, confidential=CONFIDENTIAL)
        they_agree_on_the_minutes(table, enter("ade"))
    published.read_minutes(town, table.number, wished=WISHED, confidential=CONFIDENTIAL)
    way = (PROPOSAL, PUBLIC_VOTE, TASK)
    published.walk_the_way(town, table.number, way, by="Tobias")


def they_meet(town: Town, table: Table) -> None:
    """All enter the room, talk and write."""
    subjects = {PROPOSAL: "Vorschlag", PUBLIC_VOTE: "Abstimmung"}
    room.say_where_it_began(table.derya, table.room, subjects)
    for page in (table.derya, table.nele, table.brandt):
        page.goto(table.room)
    room.find_room_by_keyboard(table.tobias, town, table.room)
    for page in (table.derya, table.nele, table.tobias, table.brandt):
        room.expect_connected(page)
    room.talk(table.derya, table.tobias, table.nele)
    room.write(table.nele, table.brandt, NOTED)


def they_decide(table: Table) -> None:
    """Each votes in their own way; somebody takes on what follows, and the meeting ends."""
    desk = room.open_vote(table.derya)
    room.agree(table.derya, desk)
    room.agree(table.brandt, desk)
    room.agree_in_room(table.nele, table.room)
    room.agree_by_keyboard(table.tobias, table.room)
    room.announce(table.derya, desk)
    room.read_result_by_keyboard(table.tobias)
    room.give_task(table.derya, table.room, table.number, TASK)
    room.close_and_release(table.derya, table.room, table.number)


def they_agree_on_the_minutes(table: Table, ade: Page) -> None:
    """The secretary lays them before the table, changes what was wished, and somebody else releases them."""
    nele, meeting = table.nele, table.meeting
    protocol.lay_before_the_table(nele, meeting)
    protocol.wish(table.tobias, meeting, item="TOP Ö 7", quote=NOTED, instead=WISHED)
    protocol.accept(nele)
    room.write_instead(nele, NOTED, WISHED)
    protocol.lay_before_the_table(nele, meeting)
    protocol.agree([table.derya, nele, table.tobias, table.brandt, ade], meeting)
    protocol.release(table.brandt, meeting, confidential=CONFIDENTIAL)


def test_an_empty_platform_gets_its_first_people_its_first_district_and_its_first_format(
    empty_town: Town,
) -> None:
    public_line.open_the_format(empty_town)
    with empty_town.visitor() as (page, _):
        public_line.found_after(page, "Engagement-Karten", "Beteiligung", office.QUESTION)
        citizens.go_to_format(page, office.QUESTION)
        citizens.write_proposal(page, public_line.POOL, public_line.POOL_TEXT)
        citizens.look_and_send(page)
        citizens.register(page, empty_town, "anna@post.example", "Anna")
        citizens.expect_published(page, public_line.POOL, "Anna")
