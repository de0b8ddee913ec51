"""`/suche`, `/archiv/<id>` and the same search for programs."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from kernel import limits
from kernel.access import PUBLIC, access, actor
from search_index import service
from search_index.archive.queries import record_for
from search_index.hit_json import hit_json
from search_index.port import Hits, Marks
from search_index.reading import FILTERS, Reading, reading_of
from search_index.wording import FACETS, name_of_art, value_name

pages = Blueprint("search", __name__)
RATE = "120/minute"


@pages.get("/suche")
@access(PUBLIC)
def search() -> ResponseReturnValue:
    """Find earlier formats, proposals, comments, results and records."""
    reading = reading_of(request.args)
    answer = _answer(reading) if reading.text or reading.chosen else None
    return render_template(
        "search/search.html",
        reading=reading,
        answer=answer,
        facets=_facets(reading, answer) if answer else (),
        relaxations=_relaxations(reading, answer) if answer else (),
        parts=parts_of,
        name_of_art=name_of_art,
    )


@pages.get("/api/v1/search")
@access(PUBLIC)
def search_json() -> ResponseReturnValue:
    """The same hits as the page."""
    reading = reading_of(request.args)
    answer = _answer(reading)
    return jsonify(
        total=answer.total, next_cursor=answer.cursor, items=[hit_json(hit) for hit in answer.hits]
    )


@pages.get("/archiv/<record_id>")
@access(PUBLIC)
def record(record_id: str) -> ResponseReturnValue:
    """An earlier document with its source."""
    return render_template("search/record.html", record=record_for(record_id))


def _answer(reading: Reading) -> Hits:
    limits.check(RATE, "search", limits.whose(actor()))
    return service.find(actor(), reading.question)


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
            text = " ".join(word for word in reading.text.split() if word != step.dropped)
            ways.append((f"„{step.dropped}“", reading.address(q=text), step.total))
    return ways


def parts_of(text: str, marks: Marks) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked; templates escape the pieces."""
    pieces, place = [], 0
    for start, end in marks:
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    pieces.append((text[place:], False))
    return [piece for piece in pieces if piece[0]]
