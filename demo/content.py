"""Read the demo content from the TOML files beside this module into frozen values.

Pure: no database, no clock, no settings. Not for tests of rules: they build their own
small worlds.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from demo.moments import Moment
from demo.shapes import (
    Accessibility,
    Answer,
    ArchiveRecord,
    Category,
    Comment,
    Content,
    District,
    Format,
    Gap,
    Grant,
    Imprint,
    Legal,
    Page,
    Pattern,
    Person,
    Phase,
    Proposal,
    Responsible,
    Result,
    Section,
    Vote,
    mixed,
)
from demo.table_shapes import (
    Meeting,
    MeetingAnswer,
    MeetingItem,
    MeetingMinutes,
    Message,
    MinutesWish,
    Motion,
    Progress,
    RoundTable,
    Said,
    TableSeat,
    Task,
)

FOLDER = Path(__file__).parent

Row = dict[str, Any]
T = TypeVar("T")


@cache
def load() -> Content:
    """Read all files once; an unknown or missing field is an error here, not later."""
    people = _read("people")
    return Content(
        categories=_each(Category, _read("categories")["category"]),
        districts=_each(District, _read("districts")["district"]),
        people=tuple(_person(row) for row in people["person"]),
        crowd=tuple(_crowd(**people["crowd"])),
        formats=tuple(_format(row) for row in _read("formats")["format"]),
        proposals=tuple(_proposal(row) for row in _read("proposals")["proposal"]),
        comments=tuple(_comment(row) for row in _read("comments")["comment"]),
        votes=tuple(_vote(row) for row in _read("votes")["vote"]),
        archive=_each(ArchiveRecord, _read("archive")["resolution"]),
        tables=tuple(_table(row) for row in _read("tables")["table"]),
        meetings=tuple(_meeting(row) for row in _read("meetings")["meeting"]),
        legal=_legal(_read("legal")),
    )


def _read(topic: str) -> Row:
    return tomllib.loads((FOLDER / f"{topic}.toml").read_text("utf-8"))


def _one(kind: Callable[..., T], row: Row) -> T:
    """A value of the row; texts lose the line breaks that TOML wants around them."""
    return kind(**{name: _trimmed(value) for name, value in row.items()})


def _each(kind: Callable[..., T], rows: Iterable[Row]) -> tuple[T, ...]:
    return tuple(_one(kind, row) for row in rows)


def _trimmed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _moment(written: str | int | date) -> Moment:
    """Read `-12`, `2021-09-06` or either with a time behind it: `"-12 18:20"`."""
    if not isinstance(written, str):
        return Moment(written)
    day, clock = written.split(" ")
    is_count = day.lstrip("-").isdecimal()
    return Moment(int(day) if is_count else date.fromisoformat(day), time.fromisoformat(clock))


def _person(row: Row) -> Person:
    return Person(**{**row, "grants": _each(Grant, row.get("grants", ()))})


def _crowd(*, size: int, first_names: Sequence[str], initials: Sequence[str]) -> Iterator[Person]:
    names = mixed((f"{first} {last}" for first in first_names for last in initials), salt="crowd")
    for number, name in enumerate(names[:size], start=1):
        key = f"karte-{number:03}"
        yield Person(key=key, name=name, email=f"{key}@beispiel.example", card=True)


def _phase(*, type: str, title: str, start: int | date, end: int | date | None = None) -> Phase:  # noqa: A002  # the field's name
    return Phase(type, title, _moment(start), None if end is None else _moment(end))


def _format(row: Row) -> Format:
    people = {who: Responsible(**row[who]) for who in ("responsible", "deputy")}
    parts = {
        "phases": _each(_phase, row["phases"]),
        "results": tuple(_result(result) for result in row.get("results", ())),
        "archived": _moment(row["archived"]) if "archived" in row else None,
    }
    return _one(Format, {**row, **people, **parts})


def _result(row: Row) -> Result:
    return _one(Result, {**row, "given": _moment(row["given"])})


def _answer(row: Row) -> Answer:
    return _one(Answer, {**row, "given": _moment(row["given"])})


def _proposal(row: Row) -> Proposal:
    answers = tuple(_answer(answer) for answer in row.get("answers", ()))
    return _one(Proposal, {**row, "written": _moment(row["written"]), "answers": answers})


def _comment(row: Row) -> Comment:
    return Comment(**{**row, "written": _moment(row["written"])})


def _vote(row: Row) -> Vote:
    patterns = tuple(Pattern(p["count"], tuple(p["choices"])) for p in row["patterns"])
    times = {name: _moment(row[name]) for name in ("opens", "closes")}
    return Vote(**{**row, **times, "options": tuple(row["options"]), "patterns": patterns})


def _table(row: Row) -> RoundTable:
    seats = tuple(
        TableSeat(**{**seat, "deputies": tuple(seat.get("deputies", ()))}) for seat in row["seats"]
    )
    return _one(RoundTable, {**row, "begun": _moment(row["begun"]), "seats": seats})


def _meeting(row: Row) -> Meeting:
    answers = [_with_tuple(one, "needs") for one in row.get("answers", ())]
    items = [_with_tuple(one, "about") for one in row["items"]]
    tasks = [_timed(one, "due", "begun", "done") for one in row.get("tasks", ())]
    lists: Row = {
        "items": _each(MeetingItem, items),
        "answers": _each(MeetingAnswer, answers),
        "present": tuple(row.get("present", ())),
        "asking": tuple(row.get("asking", ())),
        "motions": tuple(_motion(motion) for motion in row.get("motions", ())),
        "tasks": _each(Task, tasks),
        "talk": _each(Message, row.get("talk", ())),
        "minutes": _minutes(row["minutes"]) if "minutes" in row else None,
    }
    return _one(Meeting, {**_timed(row, "planned", "invited", "begins"), **lists})


def _motion(row: Row) -> Motion:
    progress = [_timed(step, "at", "review") for step in row.get("progress", ())]
    return _one(Motion, _with_tuple(row, "against") | {"progress": _each(Progress, progress)})


def _minutes(row: Row) -> MeetingMinutes:
    wishes = [_timed(wish, "filed", "decided") for wish in row.get("wishes", ())]
    lists: Row = {"texts": _each(Said, row["texts"]), "wishes": _each(MinutesWish, wishes)}
    steps = ("written", "submitted", "revised", "resubmitted", "approved", "released")
    return _one(MeetingMinutes, _timed(row, *steps) | lists)


def _timed(row: Row, *names: str) -> Row:
    """The row with these fields read as moments, where they are given."""
    return row | {name: _moment(row[name]) for name in names if name in row}


def _with_tuple(row: Row, name: str) -> Row:
    return row | {name: tuple(row.get(name, ()))}


def _page(row: Row) -> Page:
    return Page(row["title"], row["lead"], _each(Section, row["sections"]))


def _legal(rows: Row) -> Legal:
    imprint = {**rows["imprint"], "address": tuple(rows["imprint"]["address"])}
    access = {**rows["accessibility"], "gaps": _each(Gap, rows["accessibility"]["gaps"])}
    names = ("privacy", "plain_language", "sign_language", "help")
    return Legal(
        imprint=_one(Imprint, imprint),
        accessibility=Accessibility(**access),
        **{name: _page(rows[name]) for name in names},
    )
