"""Brings the index to what the database says: after each commit by its events, at night by comparing everything.

The index carries the number of the last event in it, written with the documents. So a kill repeats and never loses,
and a folder that is missing, broken, foreign or ahead of a restored database is built anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import monotonic
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError

from kernel import clock
from kernel.database import db, transactional
from kernel.events import EventRow
from kernel.installation import installation_id
from kernel.relay import SetAside
from kernel.subjects import Subject
from search_index.pending import documents_of, head
from search_index.port import Batch, IndexIsBusy, IndexState, SearchDocument, SearchIndex
from search_index.registry import Source, dependents_of, parts_of, sources, touched_by

BATCH = 200
#: an event may name many subjects; what others write must not wait for all of them
MOST_SUBJECTS = 200
#: where more is wrong, building anew is shorter than mending
MOST_MENDED = 5_000
READER = "search"
LONGEST_PAUSE_S = 60.0
#: index → how often it could not be built, and when to try again
_failed: WeakKeyDictionary[SearchIndex, tuple[int, float]] = WeakKeyDictionary()
log = structlog.get_logger()


def project(index: SearchIndex) -> int:
    """Take the next events into the index, or build it; how many events were taken."""
    instance, last = installation_id(), head()
    state = index.state()
    try:
        if not _fits(state, instance, last):
            return _build(index)
        return _follow(index, state.seq if state else 0, instance)
    except IndexIsBusy:
        return 0
    finally:
        db.session.rollback()


def _build(index: SearchIndex) -> int:
    """Build what is missing; what failed (a full disk) is tried again after ever longer pauses, up to a minute."""
    tries, due = _failed.get(index, (0, 0.0))
    if monotonic() < due:
        return 0
    _failed[index] = tries + 1, monotonic() + min(2.0**tries, LONGEST_PAUSE_S)
    rebuild(index)
    del _failed[index]
    return 1


def rebuild(index: SearchIndex, *, each: Callable[[], object] = int) -> int:
    """Build the whole index aside and swap it in; the number of documents. `each` is called with every one of them."""
    instance, seq, count = installation_id(), head(), 0
    db.session.rollback()
    with index.rebuild(seq=seq, instance=instance) as batch:
        for document in _everything():
            batch.put(document)
            count += 1
            each()
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
    if len(wrong) > MOST_MENDED:
        rebuild(index)
    elif wrong:
        with index.batch(seq=state.seq, instance=state.instance) as batch:
            _renew(batch, wrong, index)
        log.warning("search index repaired", documents=len(wrong))
    return len(wrong)


def is_built(index: SearchIndex) -> bool:
    """Whether there is an index of this database, as every process sees it; while it is built, there is none yet."""
    state = index.state()
    return state is not None and state.instance == installation_id()


def waiting(index: SearchIndex) -> int:
    """How many events are not in the index yet."""
    state = index.state()
    return head() - (state.seq if state else 0)


def _fits(state: IndexState | None, instance: str, last: int) -> bool:
    return state is not None and state.instance == instance and state.seq <= last


def _follow(index: SearchIndex, seq: int, instance: str) -> int:
    statement = select(EventRow).where(EventRow.seq > seq).order_by(EventRow.seq).limit(BATCH)
    rows = db.session.scalars(statement).all()
    if not rows:
        return 0
    taken, last, subjects = _some_of(rows)
    with index.batch(seq=last, instance=instance) as batch:
        changed = _renew(batch, subjects, index)
        _renew(batch, dependents_of(changed) - subjects, index)
    return taken


def _some_of(rows: Sequence[EventRow]) -> tuple[int, int, set[Subject]]:
    """As many of the rows as fit into one batch: their number, the last one's number, and what they touch."""
    subjects: set[Subject] = set()
    for taken, row in enumerate(rows):
        touched = set(touched_by(row))
        if taken and len(subjects | touched) > MOST_SUBJECTS:
            return taken, rows[taken - 1].seq, subjects
        subjects |= touched
    return len(rows), rows[-1].seq, subjects


def _renew(batch: Batch, subjects: Iterable[Subject], index: SearchIndex) -> set[Subject]:
    """Put what may be found, remove what may not, leave alone what the index holds already; those that changed."""
    changed = set()
    for subject, document in documents_of(subjects, _made):
        held = index.fingerprint(subject)
        if document is None:
            batch.remove(subject)
        elif held != document.fingerprint:
            batch.put(document)
        if held != (document and document.fingerprint):
            changed.add(subject)
    return changed


def _everything() -> Iterator[SearchDocument]:
    for source in sources():
        for part in parts_of(source.ids()):
            yield from _made(source, part).values()
            db.session.expunge_all()


def _made(source: Source, ids: list[str]) -> Mapping[str, SearchDocument]:
    """The documents of these ids; one that cannot be made is set aside and holds up no other."""
    try:
        return source.documents(ids)
    except (OperationalError, InterfaceError):  # the database is away, no document is at fault
        raise
    except Exception:
        if len(ids) == 1:
            log.exception("document not made", kind=source.kind, id=ids[0])
            _set_aside(f"{source.kind}:{ids[0]}")
            return {}
        return {key: made for part in ids for key, made in _made(source, [part]).items()}


@transactional
def _set_aside(subject: str) -> None:
    db.session.merge(SetAside(reader=READER, seq=head(), error=subject, at=clock.now()))
