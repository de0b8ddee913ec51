"""What was committed and is not in the index yet. Until it is, nobody finds it by what it said before.

The projector follows within a second; a withdrawal must not wait for it. So each question looks at the events the
index has not taken, and leaves out the subjects whose documents they changed: hits, counts and words alike.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from kernel.database import db
from kernel.events import EventRow
from kernel.subjects import Subject
from search_index.port import SearchDocument, SearchIndex
from search_index.registry import Source, dependents_of, source_of, touched_by

AT_ONCE = 500
#: More events than this are not looked into: all they may have changed is left out.
COMPARED = 200

Make = Callable[[Source, list[str]], Mapping[str, SearchDocument]]
log = structlog.get_logger()


def head() -> int:
    """The number of the last event."""
    return db.session.scalar(select(func.max(EventRow.seq))) or 0


def unsettled(index: SearchIndex) -> frozenset[Subject]:
    """The subjects of which the index tells what no longer is so; none where it tells nothing at all."""
    if (state := index.state()) is None or head() <= state.seq:
        return frozenset()
    events = db.session.scalars(select(EventRow).where(EventRow.seq > state.seq)).all()
    touched = {subject for event in events for subject in touched_by(event)}
    if len(events) > COMPARED:
        return frozenset(touched | dependents_of(touched))
    changed = _changed(index, touched)
    return frozenset(changed | _changed(index, dependents_of(changed) - touched))


def documents_of(
    subjects: Iterable[Subject], make: Make
) -> Iterator[tuple[Subject, SearchDocument | None]]:
    """Each subject with its document, None where nobody may find it; made in parts of bounded size."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.id)
    for kind, ids in by_kind.items():
        source = source_of(kind)
        for part in parts_of(ids):
            found = make(source, part) if source else {}
            yield from ((Subject(kind, one), found.get(one)) for one in part)


def parts_of(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists a statement can take."""
    stream = iter(ids)
    while part := list(islice(stream, AT_ONCE)):
        yield part


def _changed(index: SearchIndex, subjects: Collection[Subject]) -> set[Subject]:
    """Those the index holds otherwise than they are now."""
    changed = set()
    for subject, document in documents_of(subjects, _made):
        held = index.fingerprint(subject)
        if held is not None and (document is None or held != document.fingerprint):
            changed.add(subject)
    return changed


def _made(source: Source, ids: list[str]) -> Mapping[str, SearchDocument]:
    """The documents; none of a part that cannot be made, which the projector will look at one by one."""
    try:
        return source.documents(ids)
    except SQLAlchemyError:
        raise
    except Exception as error:
        log.warning("documents not made", kind=source.kind, error=type(error).__name__)
        return {}
