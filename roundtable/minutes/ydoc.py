"""One shared text in memory: the only file that knows the library (pycrdt, Yrs).

The library is fast and trusting: it applies half of an update and keeps the rest for later, it may panic, it counts
bytes. So an update is read and checked before (`rules/header.py`), and compared with its promise afterwards. A text
that failed afterwards is spoiled: its owner throws it away and loads it from the stored rows. Refusals are values,
because most of them are answers to a device that has to catch up. Not for several threads at once: the owner locks.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from pycrdt import Doc, Text, TransactionEvent

from roundtable.minutes.rules.header import (
    MOST_CLOCK,
    ROOT,
    BadUpdate,
    Block,
    Header,
    fits,
    read_header,
    read_state_vector,
    written_state_vector,
)
from roundtable.minutes.rules.splices import Splice, spliced, splices
from roundtable.minutes.rules.text import fingerprint, problem

MOST_BYTES: Final = 5_000_000
NOTHING: Final = b"\0"

T = TypeVar("T")


class Code(StrEnum):
    """What a device does with a refusal."""

    #: fetch the difference or, why `epoch`, begin anew with the own text kept aside
    RESYNC = "resync"
    #: never send this again
    INVALID = "invalid"
    TOO_LARGE = "too_large"
    NOT_FOUND = "not_found"
    #: keep the own text aside: nobody, or not this person, may write now
    CLOSED = "closed"
    NOT_PERMITTED = "not_permitted"
    #: our fault; send it again later
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Refused:
    """An update that was not taken, and why."""

    code: Code
    why: str = ""


class LogIsDamaged(Exception):
    """Stored rows do not make a text; nothing can be read or written before somebody has looked."""


def checked(update: object) -> Header | Refused:
    """The header of an update from outside; refused where it is not bytes, too large, or no edit of the text."""
    if not isinstance(update, bytes):
        return Refused(Code.INVALID, "bytes")
    if len(update) > MOST_BYTES:
        return Refused(Code.TOO_LARGE)
    try:
        return read_header(update)
    except BadUpdate:
        return Refused(Code.INVALID, "update")


def fresh_client() -> int:
    """A client id as devices draw them; for documents and forks of the server, used for one edit."""
    return secrets.randbits(32)


class SharedText:
    """The text of one document."""

    def __init__(self, client: int | None = None) -> None:
        self._doc: Doc[Text] = Doc(client_id=client if client is not None else fresh_client())
        self._doc[ROOT] = Text()
        self._known_halves: set[tuple[int, int]] = set()
        self._unread: list[bytes] = []
        self._text: str | None = None
        #: the state after the last edit, as it was read then; None where it has to be read
        self._last_state: dict[int, int] | None = None
        #: whether something failed after the library had begun: load it anew
        self.spoiled = False

    @property
    def text(self) -> str:
        """What stands there; kept, for the library walks over every edit to say it."""
        if self._text is None:
            self._text = str(self._doc[ROOT])
        return self._text

    @property
    def client(self) -> int:
        """The client id of this copy's own edits."""
        return self._doc.client_id

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the text; a device whose own differs has missed a deletion."""
        return fingerprint(self.text)

    def state_vector(self) -> bytes:
        """What this copy has of each client."""
        return self._doc.get_state()

    def diff(self, state_vector: bytes) -> bytes | Refused:
        """What a device with this state lacks; deletions come whole."""
        try:
            read_state_vector(state_vector)
        except BadUpdate:
            return Refused(Code.INVALID, "state_vector")
        return self._doc.get_update(state_vector)

    def whole(self) -> bytes:
        """One update that makes this text out of nothing."""
        return self._doc.get_update(NOTHING)

    def apply(self, update: bytes, header: Header) -> bool | Refused:
        """Take an update in; False where it holds nothing new. Whoever gets Refused looks at `spoiled`."""
        known = self._known()
        if refusal := self._does_not_fit(header, known):
            return refusal
        before = self.text
        changed, promised = self._tried(lambda: self._changes(update)), _promised(header, known)
        if changed is None or self._state() != promised:
            self.spoiled = True
            return Refused(Code.RESYNC, "gap")
        if wrong := problem(self.text, grown=len(self.text) > len(before)):
            self.spoiled = True
            return Refused(Code.INVALID, wrong.value)
        self._known_halves |= _halves(header.blocks)
        self._last_state = promised
        return changed

    def replay(self, update: bytes) -> None:
        """Take in what was stored; LogIsDamaged where the library cannot."""
        if self._tried(lambda: self._take(update)) is None:
            raise LogIsDamaged("the library refuses")
        self._unread.append(update)

    def become(self, text: str) -> bytes | None:
        """Edit this copy until it says the text; the update to hand on, or None where nothing differs."""
        changes = splices(self.text, text)
        if not changes:
            return None
        if spliced(self.text, changes) != text:
            raise AssertionError("the splices lead elsewhere")
        return self._watched(lambda: self._splice(changes))[0]

    def _splice(self, changes: Sequence[Splice]) -> None:
        shared = self._doc[ROOT]
        with self._doc.transaction():
            for change in changes:
                del shared[change.start : change.end]
                shared.insert(change.start, change.text)

    def _does_not_fit(self, header: Header, known: dict[int, int]) -> Refused | None:
        if not fits(header, known):
            return Refused(Code.RESYNC, "gap")
        if header.cuts & self._halves() or header.cuts & _halves(header.blocks):
            return Refused(Code.INVALID, "half_character")
        if self._contradicts(header, known):
            return Refused(Code.INVALID, "doubled_client")
        return None

    def _contradicts(self, header: Header, known: dict[int, int]) -> bool:
        """Whether the update says something else under clocks that are taken: two devices share a client id.

        The library would keep the first text and call the second known, and its author would be told that it is stored.
        """
        first: dict[int, int] = {}
        for block in header.blocks:
            if block.clock < known.get(block.client, 0):
                first.setdefault(block.client, block.clock)
        if not first:
            return False
        ours = _own_header(self._doc.get_update(written_state_vector(known | first)))
        taken = _units(ours.blocks)
        return any(taken.get(at, unit) != unit for at, unit in _units(header.blocks).items())

    def _halves(self) -> set[tuple[int, int]]:
        """Where no edit may cut. Stored updates are read for it when the first edit comes: readers need not wait."""
        for update in self._unread:
            self._known_halves |= _halves(_own_header(update).blocks)
        self._unread.clear()
        return self._known_halves

    def _take(self, update: bytes) -> bool:
        self._text = self._last_state = None
        self._doc.apply_update(update)
        return True

    def _changes(self, update: bytes) -> bool:
        return bool(self._watched(lambda: self._doc.apply_update(update)))

    def _watched(self, deed: Callable[[], None]) -> list[bytes]:
        """The updates that the library makes of this deed; the watch ends with it, for it would keep the text alive."""
        caught: list[bytes] = []

        def catch(event: TransactionEvent) -> None:
            caught.append(event.update)

        watch = self._doc.observe(catch)
        try:
            deed()
        finally:
            self._text = self._last_state = None
            self._doc.unobserve(watch)
        return caught

    def _tried(self, deed: Callable[[], T]) -> T | None:
        """The deed's answer, or None where the library fails; its panics are no `Exception`s."""
        try:
            return deed()
        except BaseException as error:
            self.spoiled = True
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            return None

    def _known(self) -> dict[int, int]:
        """The state now; reading it takes time for each who has ever written here."""
        if self._last_state is None:
            self._last_state = self._state()
        return self._last_state

    def _state(self) -> dict[int, int]:
        return read_state_vector(self._doc.get_state())


def _own_header(update: bytes) -> Header:
    """The header of what we have stored or made, however long."""
    try:
        return read_header(update, most=MOST_CLOCK)
    except BadUpdate as error:
        raise LogIsDamaged(str(error)) from error


def _promised(header: Header, known: dict[int, int]) -> dict[int, int]:
    """The state that the update leads to."""
    after = dict(known)
    for block in header.blocks:
        after[block.client] = max(after.get(block.client, 0), block.end)
    return after


def _halves(blocks: Sequence[Block]) -> set[tuple[int, int]]:
    return {(block.client, clock) for block in blocks for clock in block.halves()}


def _units(blocks: Sequence[Block]) -> dict[tuple[int, int], bytes]:
    """Each clock with its half character; deleted ones say nothing."""
    units: dict[tuple[int, int], bytes] = {}
    for block in blocks:
        data = (block.text or "").encode("utf-16-le")
        for at in range(0, len(data), 2):
            units[block.client, block.clock + at // 2] = data[at : at + 2]
    return units
