"""Documents kept in memory: a cache of the stored rows, each behind a lock.

A copy is never ahead of the commits while its lock is free: whoever writes holds the lock until the commit, and forgets
the copy when that fails. It may be behind, because another process has written; so it follows the rows at each use.
"""

from collections import OrderedDict
from threading import Lock, RLock
from uuid import UUID

from roundtable.minutes import loading
from roundtable.minutes.ydoc import SharedText

MOST_HELD = 200

_held: OrderedDict[UUID, "HeldDoc"] = OrderedDict()
_turn = Lock()


class HeldDoc:
    """One document; whoever uses it holds its lock."""

    def __init__(self, doc_id: UUID) -> None:
        self.doc_id = doc_id
        self.lock = RLock()
        self.epoch = 0
        self.seq = 0
        #: whose the client ids are, as far as was asked
        self.owners: dict[int, UUID | None] = {}
        self._shared: SharedText | None = None

    @property
    def is_lost(self) -> bool:
        """Whether the text has to be loaded anew."""
        return self._shared is None or self._shared.spoiled

    def at(self, epoch: int, seq: int) -> SharedText:
        """The text after this update or, in the same epoch, after a later one that is committed too."""
        if self._shared is None or self._shared.spoiled or self.epoch != epoch:
            self.forget()
            self._shared = loading.stored_text(self.doc_id, epoch, seq)
            self.epoch, self.seq = epoch, seq
        elif self.seq < seq:
            shared, self._shared = self._shared, None  # a follower that fails half-way is not kept
            loading.follow(shared, self.doc_id, epoch, after=self.seq, upto=seq)
            self._shared, self.seq = shared, seq
        return self._shared

    def forget(self) -> None:
        """Load anew at the next use."""
        self._shared = None
        self.owners.clear()

    def owner_of(self, epoch: int, client: int) -> tuple[UUID | None] | None:
        """Whose this client id is, if that is known; None alone says that it must be asked."""
        if self._shared is None or self.epoch != epoch or client not in self.owners:
            return None
        return (self.owners[client],)


def held(doc_id: UUID) -> HeldDoc:
    """This document; the ones used longest ago make room."""
    with _turn:
        found = _held.setdefault(doc_id, HeldDoc(doc_id))
        _held.move_to_end(doc_id)
        if len(_held) > MOST_HELD:
            _held.popitem(last=False)
        return found


def forget_all() -> None:
    """Hold nothing, as after a start."""
    with _turn:
        _held.clear()
