"""Taking the documents of a file into the archive: 500 a transaction, each with the line that was reached.

A kill loses nothing and repeats nothing: the same file goes on behind its last line. A file that was taken whole is
compared from its beginning, and writes what differs. Another document under a number that its source has used is a new
version of it.

A few documents are named to the projector, which takes them as it takes what people write. Of many it hears nothing;
their index is built aside by who imports them, so that what people write is found as fast as ever.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import or_, select, update

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional, upsert
from kernel.errors import NotPermitted, Refusal
from kernel.events import record
from kernel.ids import new_id
from search_index.archive.events import ArchiveImported
from search_index.archive.lines import Outline
from search_index.archive.models import ArchiveImport, ArchiveRecord
from search_index.archive.services import WORDS, Paper

AT_ONCE = 500
#: more than these are indexed aside
FEW = 5_000
#: records an event names: the projector takes a whole one at once
NAMED = 50


class ImportedElsewhere(Refusal):
    """Two processes take the same file."""

    message = "Ein anderer Prozess liest diese Datei gerade ein."


@dataclass(frozen=True)
class Part:
    """What some lines held."""

    first: int
    last: int
    papers: tuple[Paper, ...]
    refused: int


@transactional
def begin_import(*, actor: Actor, source: str, outline: Outline) -> ArchiveImport:
    """The import of this file that was not finished, if nothing of the source came since; else a new one."""
    _only_for_the_system(actor)
    newest = db.session.scalar(
        select(ArchiveImport)
        .where(ArchiveImport.source == source)
        .order_by(ArchiveImport.begun_at.desc(), ArchiveImport.id.desc())
        .limit(1)
    )
    if newest and newest.sha256 == outline.sha256 and newest.finished_at is None:
        return newest
    made = ArchiveImport(
        source=source,
        sha256=outline.sha256,
        begun_at=clock.now(),
        is_large=outline.lines > FEW,
    )
    db.session.add(made)
    db.session.flush()
    return made


@transactional
def take_part(*, actor: Actor, import_id: UUID, part: Part) -> int:
    """Keep the documents of these lines; how many are new or have changed."""
    _only_for_the_system(actor)
    taking = db.session.get_one(ArchiveImport, import_id, with_for_update=True)
    if taking.line != part.first - 1 or taking.finished_at:
        raise ImportedElsewhere
    written = _written(part.papers)
    taking.line = part.last
    taking.written += len(written)
    taking.refused += part.refused
    for named in _named(written, is_large=taking.is_large):
        told = ArchiveImported(taking.source, part.last, named)
        record(told, subject=taking.subject, actor=actor)
    return len(written)


@transactional
def finish_import(*, actor: Actor, import_id: UUID) -> ArchiveImport:
    """All of it is taken, and where it was much, its index is built: nothing of its source is left to do."""
    _only_for_the_system(actor)
    taking = db.session.get_one(ArchiveImport, import_id)
    ended = update(ArchiveImport).where(
        ArchiveImport.source == taking.source, ArchiveImport.finished_at.is_(None)
    )
    db.session.execute(ended.values(finished_at=clock.now()))
    return taking


def _only_for_the_system(actor: Actor) -> None:
    if not actor.is_system:
        raise NotPermitted


def _written(papers: tuple[Paper, ...]) -> list[str]:
    """The ids of the records that are new or have changed; of two documents with one number the later counts."""
    rows = {
        paper.source_id: {"id": new_id(), **asdict(paper), "recorded_at": clock.now()}
        for paper in papers
    }
    if not rows:
        return []
    table = ArchiveRecord.__table__
    insert = upsert(table)
    new = insert.excluded
    statement = insert.on_conflict_do_update(
        index_elements=[table.c.source, table.c.source_id],
        set_={name: new[name] for name in (*WORDS, "recorded_at")},
        where=or_(*(table.c[name].is_distinct_from(new[name]) for name in WORDS)),
    ).returning(table.c.id)
    return [str(record_id) for record_id in db.session.scalars(statement, list(rows.values()))]


def _named(written: list[str], *, is_large: bool) -> Iterator[tuple[str, ...]]:
    if is_large:
        yield from [()] if written else []
        return
    stream = iter(written)
    while named := tuple(islice(stream, NAMED)):
        yield named
