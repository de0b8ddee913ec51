"""A page costs the same statements with ten rows and with a thousand.

A page of hits asks once for each kind among them, so it has a ceiling only.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, inspect, select

from accounts.sessions.memory import memory
from discussion.threads.models import Comment
from kernel.database import db, in_transaction
from kernel.ids import new_id
from participation.consultations.models.proposals import Proposal, Signature
from participation.voting.models import CountedCode, RollEntry, Vote, VoteOption
from roundtable.tables.models import Deputy, RoundTable, Seat
from tests.factories.city import City
from tests.factories.people import sign_in

#: the comment page of a signed-in person, the dearest of all; the aim for every page is ten
MOST = 26
MANY = 1_000
#: the office's lists of formats load what belongs to them 500 formats at a time
MANY_FORMATS = 400


def copies(row: Any, times: int, /, **changes: Callable[[int], object]) -> list[dict[str, Any]]:
    """Rows like this one, without waiting a thousand times for the service."""
    columns = [column.key for column in inspect(type(row)).columns]
    same = {name: getattr(row, name) for name in columns}
    return [same | {name: make(n) for name, make in changes.items()} for n in range(times)]


def store(table: type, rows: list[dict[str, Any]]) -> None:
    in_transaction(lambda: db.session.execute(insert(table), rows))


def fresh(_number: int) -> object:
    return new_id()


def more_proposals(city: City, number: int) -> None:
    """With them the office has more to answer."""
    own = city.proposals["unanswered"]
    rows = copies(own, number, id=fresh, number=lambda n: 1_000 + n)
    store(Proposal, rows)


def more_comments(city: City, number: int) -> None:
    """Half of them begin a branch, half reply in one."""
    said = db.session.get_one(Comment, city.comments["hidden"])
    reply = db.session.get_one(Comment, city.comments["reply"])
    store(Comment, copies(said, number // 2, id=fresh))
    store(Comment, copies(reply, number // 2, id=fresh, place=lambda n: 10 + n))


def more_signatures(city: City, number: int) -> None:
    signature = db.session.scalars(select(Signature)).first()
    store(Signature, copies(signature, number, person_id=fresh))


def more_votes(city: City, number: int) -> None:
    for kind in ("open", "published", "prepared"):
        rows = copies(city.votes[kind], number // 3, id=fresh, slug=lambda n, k=kind: f"{k}-{n}")
        store(Vote, rows)


def more_options(city: City, number: int) -> None:
    for vote in city.votes.values():
        rows = copies(
            vote.options[0], 50, id=fresh, key=lambda n: f"x{n}", position=lambda n: n + 9
        )
        store(VoteOption, rows)
    vote_id = city.votes["published"].id
    codes = [{"vote_id": vote_id, "code": f"Q-{n}"} for n in range(number)]
    store(CountedCode, codes)
    tags = [
        {"vote_id": city.votes["open"].id, "tag": n.to_bytes(32, "big"), "state": "frei"}
        for n in range(number)
    ]
    store(RollEntry, tags)


def more_formats(city: City, number: int) -> None:
    from_ = city.formats["collect"]
    rows = copies(from_, min(number, MANY_FORMATS), id=fresh, slug=lambda n: f"mehr-{n}")
    store(type(from_), rows)
    phases = [
        copies(phase, 1, id=fresh, format_id=lambda _n, r=row: r["id"])[0]
        for row in rows
        for phase in from_.phases
    ]
    store(type(from_.phases[0]), phases)


def more_tables(city: City, number: int) -> None:
    rows = copies(
        city.tables["open"], number, id=fresh, slug=lambda n: f"tisch-{n}", code=lambda n: f"X{n}"
    )
    store(RoundTable, rows)


def more_seats(city: City, number: int) -> None:
    """Half of them named with their people, each with somebody who stands in."""
    people = copies(city.mia, number // 2, id=fresh, email=lambda n: f"viele{n}@example.org")
    store(type(city.mia), people)
    named = copies(
        city.seats["chair"],
        number // 2,
        id=fresh,
        number=lambda n: 10 + n,
        person_id=lambda n: people[n]["id"],
    )
    vacant = copies(city.seats["vacant"], number // 2, id=fresh, number=lambda n: 10_000 + n)
    store(Seat, named + vacant)
    store(
        Deputy,
        [
            {"id": new_id(), "seat_id": row["id"], "position": 1, "person_id": city.mia.id}
            for row in named
        ],
    )


MORE = (
    more_proposals,
    more_comments,
    more_signatures,
    more_votes,
    more_options,
    more_formats,
    more_tables,
    more_seats,
)


def pages(city: City) -> dict[str, list[str]]:
    """The pages that list or show something, by reader."""
    format_, own = city.formats["collect"].slug, city.proposals["open"]
    proposal = f"/beteiligung/{format_}/vorschlaege/{own.number}"
    open_, result = (city.votes[kind].slug for kind in ("open", "published"))
    public = [
        "/",
        "/beteiligung/",
        "/beteiligung/?stand=alle",
        f"/beteiligung/{format_}/",
        proposal,
        f"{proposal}/fassungen",
        f"/gespraech/proposal/{own.id}/",
        f"/beitraege/{city.comments['edited']}",
        "/abstimmungen/",
        f"/abstimmungen/{open_}/",
        f"/abstimmungen/{result}/",
        f"/abstimmungen/{result}/ergebnis",
        "/suche?q=Etwas",
        "/feeds/suche.atom?q=Etwas",
        "/runde-tische/",
        "/runde-tische/?bezirk=nord",
        f"/runde-tische/{city.tables['open'].slug}/",
        "/api/v1/formats",
        "/api/v1/proposals",
    ]
    office = [
        "/verwaltung/",
        "/verwaltung/formate/",
        f"/verwaltung/formate/{format_}/",
        "/verwaltung/abstimmungen/",
        "/verwaltung/antworten/",
        f"/verwaltung/antworten/{format_}/",
        "/verwaltung/personen/",
        "/verwaltung/runde-tische/",
        f"/verwaltung/runde-tische/{city.tables['open'].slug}/",
    ]
    return {
        "visitor": public,
        "anna": [
            *public,
            f"/abstimmungen/{open_}/stimmzettel",
            "/konto/",
            f"/verwaltung/runde-tische/{city.tables['open'].slug}/",
        ],
        "jonas": office,
    }


@pytest.fixture
def cost(city, app, statements):
    """The statements of each page, as its reader sees it."""
    clients = {name: app.test_client() for name in ("visitor", "anna", "jonas")}
    sign_in(clients["anna"], city.anna)
    sign_in(clients["jonas"], city.jonas)

    def of(client, address: str) -> int:
        db.session.expunge_all()
        memory.forget_all()  # what it knows of a session ages with the clock
        statements.clear()
        assert client.get(address).status_code == 200, address
        return len(statements)

    wanted = pages(city)
    return lambda: {
        f"{name} {address}": of(clients[name], address)
        for name, addresses in wanted.items()
        for address in addresses
    }


def test_a_page_costs_the_same_however_much_there_is(city, cost, findable) -> None:
    cost()  # fills what is filled once
    few = cost()
    for more in MORE:
        db.session.expunge_all()
        more(reread(city), MANY)
    findable()
    many = cost()
    grown = {
        page: (few[page], n) for page, n in many.items() if n > few[page] and "/suche" not in page
    }
    assert grown == {}
    assert {page: number for page, number in many.items() if number > MOST} == {}


def reread(city: City) -> City:
    """The same city with objects of this moment."""
    for things in (city.formats, city.proposals, city.votes, city.tables, city.seats):
        for name, thing in things.items():
            things[name] = db.session.merge(thing)
    city.mia = db.session.merge(city.mia)
    return city
