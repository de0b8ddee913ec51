"""`/suche`, `/archiv/<id>` and the same search for programs and feed readers."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from kernel import limits
from kernel.access import PUBLIC, access, actor
from kernel.actors import ANONYMOUS, Actor
from kernel.feeds import atom
from kernel.i18n import _, date_text
from search_index import feed, service
from search_index.archive.queries import record_for
from search_index.hit_json import hit_json
from search_index.port import Hits, Marks, Question
from search_index.reading import FEED, FILTERS, Reading, pages_of, reading_of
from search_index.wording import FACETS, name_of_art, value_name

pages = Blueprint("search", __name__)
RATE = "120/minute"
#: a letter now and then, not each
TYPING = "240/minute"
MOST_TYPED = 200


@pages.get("/suche")
@access(PUBLIC)
def search() -> ResponseReturnValue:
    """Find earlier formats, proposals, comments, results and records."""
    reading, answer = reading_of(request.args), None
    if reading.text or reading.chosen:
        reading, answer = _turned(reading)
    return render_template(
        "search/search.html",
        reading=reading,
        answer=answer,
        is_being_built=not (answer and answer.hits) and service.is_being_built(),
        pages=pages_of(answer.total) if answer else 0,
        chosen=_chosen(reading),
        facets=_facets(reading, answer) if answer else (),
        relaxations=_relaxations(reading, answer) if answer else (),
        parts=parts_of,
        name_of_art=name_of_art,
    )


@pages.get("/suche/vorschlaege")
@access(PUBLIC)
def suggestions() -> ResponseReturnValue:
    """How what is typed into the field may go on: titles, then words, of what the reader may see; kept nowhere."""
    limits.check(TYPING, "suggest", limits.whose(actor()))
    typed = request.args.get("q", "")[:MOST_TYPED]
    answer = jsonify(texts=[found.text for found in service.suggest(actor(), typed)])
    answer.cache_control.no_store = True
    return answer


@pages.get("/api/v1/search")
@access(PUBLIC)
def search_json() -> ResponseReturnValue:
    """The same hits as the page."""
    question = replace(reading_of(request.args).question, cursor=request.args.get("cursor"))
    answer = _answer(question)
    return jsonify(
        total=answer.total, next_cursor=answer.cursor, items=[hit_json(hit) for hit in answer.hits]
    )


@pages.get(FEED)
@access(PUBLIC)
def search_feed() -> ResponseReturnValue:
    """What everybody finds, the newest first; the same for each reader, so that no address of a feed is a secret."""
    reading = reading_of(request.args)
    answer = _answer(feed.question_of(reading), ANONYMOUS)
    words = " · ".join(filter(None, (reading.text, *(word for word, _url in _chosen(reading)))))
    title = _("Suche: %(what)s", what=words) if words else _("Neues im Engagementforum")
    page = reading.address(sort="neu")
    return atom(reading.feed, title, feed.entries_of(answer.hits), page=page)


@pages.get("/archiv/<record_id>")
@access(PUBLIC)
def record(record_id: str) -> ResponseReturnValue:
    """An earlier document with its source."""
    return render_template("search/record.html", record=record_for(record_id))


def _answer(question: Question, reader: Actor | None = None) -> Hits:
    """What the reader finds; who asks is counted."""
    limits.check(RATE, "search", limits.whose(actor()))
    return service.find(reader or actor(), question)


def _turned(reading: Reading) -> tuple[Reading, Hits]:
    """The answer; behind the last page stands the last page."""
    answer = _answer(reading.question)
    last = pages_of(answer.total)
    if not 0 < last < reading.page:
        return reading, answer
    turned = replace(reading, page=last)
    return turned, _answer(turned.question)


def _chosen(reading: Reading) -> list[tuple[str, str]]:
    """Each chosen value as people read it, and the address without it."""
    day = reading.stand
    stand = (
        [(_("Fassungen vom %(day)s", day=date_text(day)), reading.address(stand=""))] if day else []
    )
    return stand + [
        (value_name(name, value), reading.toggled(name, value))
        for name, values in reading.chosen.items()
        for value in values
    ]


def _facets(reading: Reading, answer: Hits) -> list[dict[str, Any]]:
    found = []
    for name, facet in FILTERS.items():
        chosen = reading.chosen.get(name, ())
        items = [
            {
                "label": value_name(name, value),
                "count": count,
                "url": reading.toggled(name, value),
                "current": value in chosen,
            }
            for value, count in answer.facets.get(facet, {}).items()
            if value
        ]
        found.append({"title": FACETS[name], "items": items})
    return found


def _relaxations(reading: Reading, answer: Hits) -> list[tuple[str, str, int]]:
    """What to leave out, the address without it, and how much there is then."""
    names = {facet: name for name, facet in FILTERS.items()}
    ways = []
    for step in answer.relaxations:
        if step.what == "filter":
            name = names[step.dropped]
            ways.append((FACETS[name], reading.address(**{name: ()}), step.total))
        else:
            ways.append((f"„{step.dropped}“", reading.without(step.dropped), step.total))
    return ways


def parts_of(text: str, marks: Marks) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked; templates escape the pieces."""
    pieces, place = [], 0
    for start, end in marks:
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    pieces.append((text[place:], False))
    return [piece for piece in pieces if piece[0]]
