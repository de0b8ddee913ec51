"""What was committed and is not in the index yet. Until it is, nobody finds it by what it said before.

The projector follows within a second; a withdrawal must not wait for it. So each question looks at the events the
index has not taken, and leaves out the subjects whose documents they changed: hits, counts and words alike. An index
so far behind that this would cost too much answers nothing, like one that is being built.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import load_only

from kernel.database import db
from kernel.events import EventRow, chain_head
from kernel.kept import Kept
from kernel.subjects import Subject
from search_index.port import IndexState, SearchDocument, SearchIndex
from search_index.registry import Source, dependents_of, parts_of, source_of, touched_by

#: More events than this are not looked into: all they may have changed is left out.
COMPARED = 200
#: An index more events behind than this answers nothing until the projector has come nearer.
FARTHEST = 2_000
#: All that questions read of an event.
READ = (EventRow.seq, EventRow.kind, EventRow.subject_kind, EventRow.subject_id)
#: How long what was found out holds while neither the index nor the events change.
KEPT = timedelta(seconds=1)

Make = Callable[[Source, list[str]], Mapping[str, SearchDocument]]
log = structlog.get_logger()
_found: Kept[frozenset[Subject]] = Kept(KEPT, most=8)


def head() -> int:
    """The number of the last event."""
    return db.session.scalar(select(func.max(EventRow.seq))) or 0


def is_far_behind(index: SearchIndex) -> bool:
    """Whether the index tells so much of what may no longer be so that it tells nothing."""
    state = index.state()
    return state is not None and head() - state.seq > FARTHEST


def unsettled(index: SearchIndex) -> frozenset[Subject] | None:
    """The subjects of which the index tells what no longer is so; None where it is too far behind to say."""
    if (state := index.state()) is None:
        return frozenset()
    last, chain = chain_head(db.session())
    if last - state.seq > FARTHEST:
        return None
    if last <= state.seq:
        return frozenset()
    key = id(index), state, chain
    if (found := _found.recall(key)) is None:
        found = _look(index, state)
        _found.keep(key, found)
    return found


def _look(index: SearchIndex, state: IndexState) -> frozenset[Subject]:
    statement = select(EventRow).where(EventRow.seq > state.seq).options(load_only(*READ))
    events = db.session.scalars(statement).all()
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
