"""Brings the index to what the database says: after each commit by its events, at night by comparing everything.

The index carries the number of the last event in it, written with the documents. So a kill repeats and never loses,
and a folder that is missing, broken, foreign or ahead of a restored database is built anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import structlog
from sqlalchemy import func, select

from kernel import clock
from kernel.database import db, transactional
from kernel.events import EventRow
from kernel.installation import installation_id
from kernel.relay import SetAside
from kernel.subjects import Subject
from search_index.port import Batch, IndexIsBusy, IndexState, SearchDocument, SearchIndex
from search_index.registry import Source, source_of, sources, touched_by

BATCH = 200
AT_ONCE = 500
READER = "search"
log = structlog.get_logger()


def project(index: SearchIndex) -> int:
    """Take the next events into the index, or build it; how many events were taken."""
    instance, head = installation_id(), _head()
    state = index.state()
    try:
        if not _fits(state, instance, head):
            rebuild(index)
            return 1
        return _follow(index, state.seq if state else 0, instance)
    except IndexIsBusy:
        return 0
    finally:
        db.session.rollback()


def rebuild(index: SearchIndex) -> int:
    """Build the whole index aside and swap it in; the number of documents."""
    instance, seq, count = installation_id(), _head(), 0
    db.session.rollback()
    with index.rebuild(seq=seq, instance=instance) as batch:
        for document in _everything():
            batch.put(document)
            count += 1
    log.info("search index built", documents=count, seq=seq)
    return count


def repair(index: SearchIndex) -> int:
    """Compare every document with the index and mend what differs; the number mended."""
    state = index.state()
    if state is None:
        return rebuild(index)
    wanted = {document.subject: document.fingerprint for document in _everything()}
    held = dict(index.fingerprints())
    wrong = {
        subject
        for subject in wanted.keys() | held.keys()
        if wanted.get(subject) != held.get(subject)
    }
    if wrong:
        with index.batch(seq=state.seq, instance=state.instance) as batch:
            _renew(batch, wrong)
        log.warning("search index repaired", documents=len(wrong))
    return len(wrong)


def waiting(index: SearchIndex) -> int:
    """How many events are not in the index yet."""
    state = index.state()
    return _head() - (state.seq if state else 0)


def _fits(state: IndexState | None, instance: str, head: int) -> bool:
    return state is not None and state.instance == instance and state.seq <= head


def _head() -> int:
    return db.session.scalar(select(func.max(EventRow.seq))) or 0


def _follow(index: SearchIndex, seq: int, instance: str) -> int:
    statement = select(EventRow).where(EventRow.seq > seq).order_by(EventRow.seq).limit(BATCH)
    rows = db.session.scalars(statement).all()
    if not rows:
        return 0
    subjects = {subject for row in rows for subject in touched_by(row)}
    last = rows[-1].seq
    with index.batch(seq=last, instance=instance) as batch:
        _renew(batch, subjects, unless_equal=index)
    return len(rows)


def _renew(
    batch: Batch, subjects: Iterable[Subject], *, unless_equal: SearchIndex | None = None
) -> None:
    """Put what may be found, remove what may not; leave alone what the index holds already."""
    for subject, document in _documents_of(subjects):
        if document is None:
            batch.remove(subject)
        elif unless_equal is None or unless_equal.fingerprint(subject) != document.fingerprint:
            batch.put(document)


def _documents_of(subjects: Iterable[Subject]) -> Iterator[tuple[Subject, SearchDocument | None]]:
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.id)
    for kind, ids in by_kind.items():
        source = source_of(kind)
        found = _made(source, ids) if source else {}
        for subject_id in ids:
            yield Subject(kind, subject_id), found.get(subject_id)


def _everything() -> Iterator[SearchDocument]:
    for source in sources():
        ids = iter(source.ids())
        while part := list(islice(ids, AT_ONCE)):
            yield from _made(source, part).values()
            db.session.expunge_all()


def _made(source: Source, ids: list[str]) -> Mapping[str, SearchDocument]:
    """The documents of these ids; one that cannot be made is set aside and holds up no other."""
    try:
        return source.documents(ids)
    except Exception:
        if len(ids) == 1:
            log.exception("document not made", kind=source.kind, id=ids[0])
            _set_aside(f"{source.kind}:{ids[0]}")
            return {}
        return {key: made for part in ids for key, made in _made(source, [part]).items()}


@transactional
def _set_aside(subject: str) -> None:
    db.session.merge(SetAside(reader=READER, seq=_head(), error=subject, at=clock.now()))
