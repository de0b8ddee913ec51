"""Every route with addresses of things that exist: what a new route must join, or the walk fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from kernel.access import access_of
from kernel.database import db
from kernel.events import EventRow
from portal.handbook.chapters import chapters
from roundtable.minutes.queries import doc_of_item
from tests.factories.city import City

SAFE = {"GET", "HEAD", "OPTIONS"}
Arguments = Mapping[str, object]


@dataclass(frozen=True)
class Stop:
    """One address of one route."""

    endpoint: str
    threshold: str
    path: str
    unsafe: tuple[str, ...]
    gets: bool


def stops(app: Flask, city: City, *, number: int | None = None) -> Iterator[Stop]:
    """Every route of the platform, with each example of what its address names; `number` stands for all numbers."""
    examples = examples_of(city)
    if number is not None:
        examples = {
            begin: [
                {name: number if isinstance(value, int) else value for name, value in one.items()}
                for one in found
            ]
            for begin, found in examples.items()
        }
    for rule in app.url_map.iter_rules():
        threshold = access_of(app.view_functions[rule.endpoint]) or ""
        methods = rule.methods or set()
        unsafe = tuple(sorted(methods - SAFE))
        for path in dict.fromkeys(_paths(rule, examples)):
            yield Stop(rule.endpoint, threshold, path, unsafe, "GET" in methods)


def first_stops(app: Flask, city: City) -> list[Stop]:
    """Every route once."""
    return list({stop.endpoint + str(stop.unsafe): stop for stop in stops(app, city)}.values())


def _paths(rule: Rule, examples: Mapping[str, list[Arguments]]) -> Iterator[str]:
    if not rule.arguments:
        yield rule.rule
        return
    place = max((begin for begin in examples if rule.rule.startswith(begin)), key=len, default="")
    assert place, f"{rule.rule}: say in tests/factories/walks.py what its address may name"
    for example in examples[place]:
        built = rule.build({name: example[name] for name in rule.arguments}, append_unknown=False)
        assert built, f"{rule.rule}: {example} does not fit"
        yield built[1]


def examples_of(city: City) -> dict[str, list[Arguments]]:
    """What an address that begins so may name; the longest beginning counts."""
    votes: list[Arguments] = [{"slug": vote.slug} for vote in city.votes.values()]
    formats: list[Arguments] = [
        {"slug": format_.slug, "number": 1, "person_id": city.anna.id}
        for format_ in city.formats.values()
    ]
    proposals: list[Arguments] = [
        {"slug": proposal.format.slug, "number": proposal.number, "file_id": city.file_id}
        for proposal in city.proposals.values()
    ]
    subjects = [
        city.proposals["open"].subject,
        city.formats["collect"].subject,
        city.votes["open"].subject,
    ]
    comments: list[Arguments] = [
        {"comment_id": comment_id} for comment_id in city.comments.values()
    ]
    room_names = select(EventRow.room).where(EventRow.room.is_not(None)).distinct()
    tables: list[Arguments] = [
        {"slug": table.slug, "number": number, "person_id": city.mia.id}
        for table in city.tables.values()
        for number in (1, 2)
    ]
    assert city.round
    assert city.meeting
    meetings: list[Arguments] = [
        {
            "slug": city.round.table.slug,
            "nr": city.meeting.nr,
            "version": 1,
            "item_id": city.meeting.items[0].id,
            "epoch": 1,
            "seq": 1,
            "seat_id": city.round.seat_id("ben"),
            "entry_id": city.meeting.id,
            "deed": "aufrufen",
            "vote_id": city.live_vote.id if city.live_vote else "",
        }
    ]
    assert city.resolution
    resolutions: list[Arguments] = [
        {
            "meeting": city.resolution.meeting.number,
            "running": city.resolution.running,
            "resolution_id": city.resolution.id,
        }
    ]
    assert city.task
    given: list[Arguments] = [
        {
            "slug": city.task.meeting.table.slug,
            "nr": city.task.meeting.nr,
            "task_id": city.task.id,
        }
    ]
    papers: list[Arguments] = [
        {
            "slug": paper.sitting.made.table.slug,
            "nr": paper.sitting.meeting.nr,
            "number": 1,
            "n": 1,
            "ending": "pdf",
            "item_id": paper.sitting.item.id,
            "objection_id": city.wish.id if city.wish else "",
        }
        for paper in city.papers.values()
    ]
    assert city.message
    talked: list[Arguments] = [
        {
            "slug": city.task.meeting.table.slug,
            "nr": city.task.meeting.nr,
            "message_id": city.message.id,
        }
    ]
    answers: list[Arguments] = [{"answer_id": answer.id} for answer in city.answers.values()]
    return {
        "/abstimmungen/": votes,
        "/verwaltung/abstimmungen/": votes,
        "/api/v1/votes/<slug>": votes,
        "/api/v1/votes/<uuid:vote_id>": [{"vote_id": vote.id} for vote in city.votes.values()],
        "/api/v1/formats/<slug>": formats,
        "/api/v1/formats/<uuid:format_id>": [{"format_id": f.id} for f in city.formats.values()],
        "/api/v1/proposals/": [{"proposal_id": p.id} for p in city.proposals.values()],
        "/beteiligung/": formats,
        "/beteiligung/<slug>/vorschlaege/<int:number>": proposals,
        "/verwaltung/formate/": formats,
        "/verwaltung/formate/neu/<path>": [{"path": "angebote"}],
        "/verwaltung/antworten/": formats,
        "/verwaltung/antworten/entwurf/": answers,
        "/verwaltung/mitzeichnen/": answers,
        "/verwaltung/pruefung/": proposals,
        "/verwaltung/personen/": [{"person_id": city.anna.id, "grant_id": city.anna.id}],
        "/verwaltung/seiten/": [{"slug": "impressum"}],
        "/beitraege/": comments,
        "/gespraech/": [{"kind": s.kind, "subject_id": s.id} for s in subjects],
        "/api/v1/rooms/": [{"room": room} for room in db.session.scalars(room_names)],
        "/api/v1/minutes/docs/": [
            {"doc_id": doc_of_item(item.id).id} for item in city.meeting.items
        ],
        "/api/v1/threads/": [{"thread": str(subjects[0])}],
        "/archiv/": [{"record_id": city.record.id if city.record else ""}],
        "/dateien/": [{"file_id": city.file_id}],
        "/runde-tische/<slug>/sitzungen": meetings,
        "/runde-tische/<slug>/sitzungen/<nr>/protokoll": papers,
        "/runde-tische/<slug>/sitzungen/<nr>/auftraege/<uuid:task_id>": given,
        "/runde-tische/<slug>/sitzungen/<nr>/live/gespraech": talked,
        "/beschluesse/": resolutions,
        "/api/v1/resolutions/": resolutions,
        "/api/v1/meetings/": [{"meeting_id": city.meeting.id}],
        "/kalender/": [{"slug": city.round.table.slug}],
        "/static/dist/": [{"name": "gibt-es-nicht.css"}],
        "/hilfe/": [{"slug": slug} for slug in chapters()],
        "/anmelden/als/": [{"key": "anna"}],
        "/konto/sitzungen/": [{"session_id": city.anna.id}],
        "/runde-tische/": tables,
        "/verwaltung/runde-tische/": tables,
        "/konto/sitze/": [{"seat_id": seat.id} for seat in city.seats.values()],
        "/api/v1/minutes/<uuid:meeting_id>": [
            {"meeting_id": paper.sitting.meeting.id} for paper in city.papers.values()
        ],
        "/konto/schluessel/": [{"token_id": city.anna.id}],
    }
