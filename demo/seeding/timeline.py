"""What happened when: deeds in order of time, cut into chapters that are written whole or not at all.

A chapter is one transaction and leaves a fact in the event log, so that a second start writes nothing twice, a killed
one goes on, and the log says which facts are invented.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, in_transaction
from kernel.events import OFFICE, Event, EventRow, record
from kernel.subjects import Subject

KIND = "demo"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something somebody did at a moment; `do` calls services."""

    at: datetime
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All deeds before `until` that no earlier chapter holds; `before` runs first, on its own and more than once."""

    name: str
    until: datetime
    before: Callable[[], object] | None = None


@dataclass(frozen=True)
class ChapterWritten(Event):
    """A chapter of the demo was stored; `today` is the instant its days are counted from."""

    kind: ClassVar[str] = "demo.chapter_written"
    today: str


def today_of_the_demo() -> datetime:
    """The instant from which all days are counted: that of the first chapter, else now."""
    statement = select(EventRow.payload).where(EventRow.kind == ChapterWritten.kind)
    first = db.session.scalar(statement.order_by(EventRow.seq).limit(1))
    return datetime.fromisoformat(first["today"]) if first else clock.now()


def is_written(name: str) -> bool:
    """Whether this chapter is stored."""
    statement = select(EventRow.seq).where(
        EventRow.kind == ChapterWritten.kind, EventRow.subject_id == name
    )
    return db.session.scalar(statement.limit(1)) is not None


def write(
    chapters: Sequence[Chapter],
    deeds: Iterable[Deed],
    *,
    actor: Actor,
    today: datetime,
    at_begin: Callable[[], object] = lambda: None,
) -> None:
    """Do what no written chapter holds, in order of time; `at_begin` runs first in each transaction."""
    waiting = sorted(deeds, key=lambda deed: deed.at)
    for chapter in chapters:
        here = [deed for deed in waiting if deed.at < chapter.until]
        waiting = waiting[len(here) :]
        if is_written(chapter.name):
            continue
        if chapter.before:
            chapter.before()
        last = here[-1].at if here else chapter.until
        end = Deed(last, partial(_note, chapter, actor, today))
        in_transaction(partial(_do, at_begin, [*here, end]))
    if waiting:
        raise ValueError(f"{len(waiting)} deeds lie behind the last chapter.")


def _do(at_begin: Callable[[], object], deeds: Sequence[Deed]) -> None:
    at_begin()
    for deed in deeds:
        with clock.standing_at(deed.at):
            deed.do()


def _note(chapter: Chapter, actor: Actor, today: datetime) -> None:
    fact = ChapterWritten(today.isoformat())
    record(fact, subject=Subject(KIND, chapter.name), actor=actor, audience=OFFICE)
