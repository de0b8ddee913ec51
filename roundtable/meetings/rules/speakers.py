"""The list of speakers: who speaks next, and why.

First come interjections to the running speech, then points of order, both by request. Then ordinary entries by the
table's rule, then the chair's moves. Each place says its reasons, so that nobody has to guess.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

#: shorter contributions do not count as having spoken
LEAST_SECONDS = 5
DEFAULT_LIMIT = 180


class Kind(StrEnum):
    """What somebody wants to say; stored as written."""

    BEITRAG = "beitrag"
    ZWISCHENFRAGE = "zwischenfrage"
    GO_ANTRAG = "go_antrag"


class RuleSet(StrEnum):
    """How ordinary entries are ordered; stored as written."""

    FIFO = "fifo"
    ERSTREDNER = "erstredner"
    GRUPPEN = "gruppen"
    MANUELL = "manuell"


class Why(StrEnum):
    """Why an entry has its place."""

    ZWISCHENFRAGE = "zwischenfrage"
    GO_ANTRAG = "go_antrag"
    MELDUNG = "meldung"
    ERSTER_BEITRAG = "erster_beitrag"
    BEITRAEGE_HIER = "beitraege_hier"
    BEITRAEGE_SITZUNG = "beitraege_sitzung"
    GRUPPE_SEKUNDEN = "gruppe_sekunden"
    VERSCHOBEN = "verschoben"


@dataclass(frozen=True)
class Entry(Generic[K]):
    """Somebody who waits; `seq` is the order of the requests and unique."""

    key: K
    seq: int
    person: str
    group: str = ""
    kind: Kind = Kind.BEITRAG


@dataclass(frozen=True)
class Speech:
    """A contribution of this meeting, ended or running; `here` says that it is to the item now called."""

    person: str
    group: str
    seconds: int
    here: bool
    running: bool = False


@dataclass(frozen=True)
class Rules:
    """The table's rule and its time for one contribution."""

    name: RuleSet = RuleSet.ERSTREDNER
    limit_seconds: int = DEFAULT_LIMIT


@dataclass(frozen=True)
class Move(Generic[K]):
    """The chair puts an ordinary entry at a place, with a reason; a later move comes later in the log."""

    key: K
    position: int
    reason: str = ""


@dataclass(frozen=True)
class Reason:
    """A reason with its value: `beitraege_hier` 2, `gruppe_sekunden` 360, `verschoben` "muss gehen"."""

    code: Why
    value: int | str = 0


@dataclass(frozen=True)
class Place(Generic[K]):
    """An entry's place from 1 on, with at least one reason."""

    entry: Entry[K]
    position: int
    reasons: tuple[Reason, ...]


Explained = tuple[Entry[K], tuple[Reason, ...]]


def order(
    waiting: Iterable[Entry[K]],
    history: Iterable[Speech],
    rules: Rules,
    moves: Sequence[Move[K]] = (),
) -> tuple[Place[K], ...]:
    """Every waiting entry once, in the order of speaking; the same input gives the same order."""
    by_request = sorted(waiting, key=lambda entry: entry.seq)
    asked = [_first(e, Why.ZWISCHENFRAGE) for e in by_request if e.kind is Kind.ZWISCHENFRAGE]
    asked += [_first(e, Why.GO_ANTRAG) for e in by_request if e.kind is Kind.GO_ANTRAG]
    plain = [entry for entry in by_request if entry.kind is Kind.BEITRAG]
    if rules.name is RuleSet.MANUELL:
        ordered = _ranked(plain, moves)
    else:
        ordered = _ordered(plain, tuple(history), rules)
        for move in _last_moves(moves):
            ordered = _moved(ordered, move, before=len(asked))
    return tuple(Place(entry, n, why) for n, (entry, why) in enumerate([*asked, *ordered], 1))


def _first(entry: Entry[K], why: Why) -> Explained[K]:
    return entry, (Reason(why, entry.seq),)


def _ordered(
    plain: list[Entry[K]], history: tuple[Speech, ...], rules: Rules
) -> list[Explained[K]]:
    if rules.name is RuleSet.ERSTREDNER:
        return _first_speakers(plain, history)
    if rules.name is RuleSet.GRUPPEN:
        return _by_groups(plain, history, rules.limit_seconds)
    return [_first(entry, Why.MELDUNG) for entry in plain]


def _first_speakers(plain: Iterable[Entry[K]], history: tuple[Speech, ...]) -> list[Explained[K]]:
    """Who spoke least to this item, then least in this meeting, then who asked first."""
    spoken = [s for s in history if not s.running and s.seconds >= LEAST_SECONDS]
    here = Counter(speech.person for speech in spoken if speech.here)
    ever = Counter(speech.person for speech in spoken)

    def key(entry: Entry[K]) -> tuple[int, int, int]:
        return here[entry.person], ever[entry.person], entry.seq

    return [
        (entry, _contributions(here[entry.person], ever[entry.person], entry.seq))
        for entry in sorted(plain, key=key)
    ]


def _contributions(here: int, ever: int, seq: int) -> tuple[Reason, ...]:
    if ever == 0:
        return Reason(Why.ERSTER_BEITRAG), Reason(Why.MELDUNG, seq)
    counted = (Reason(Why.BEITRAEGE_HIER, here), Reason(Why.BEITRAEGE_SITZUNG, ever))
    return *counted, Reason(Why.MELDUNG, seq)


def _by_groups(
    plain: list[Entry[K]], history: tuple[Speech, ...], limit: int
) -> list[Explained[K]]:
    """Again and again the group that spoke least here; a placed entry counts as a full contribution."""
    seconds: Counter[str] = Counter()
    for speech in history:
        if speech.here and (speech.running or speech.seconds >= LEAST_SECONDS):
            seconds[speech.group] += speech.seconds
    queues: dict[str, list[Explained[K]]] = {}
    for entry, why in _first_speakers(plain, history):
        queues.setdefault(entry.group, []).append((entry, why))
    placed: list[Explained[K]] = []
    while queues:
        group = min(queues, key=_least(seconds, queues))
        entry, why = queues[group].pop(0)
        placed.append((entry, (Reason(Why.GRUPPE_SEKUNDEN, seconds[group]), *why)))
        seconds[group] += limit
        if not queues[group]:
            del queues[group]
    return placed


def _least(
    seconds: Counter[str], queues: dict[str, list[Explained[K]]]
) -> Callable[[str], tuple[int, int]]:
    return lambda group: (seconds[group], min(entry.seq for entry, _ in queues[group]))


def _ranked(plain: list[Entry[K]], moves: Sequence[Move[K]]) -> list[Explained[K]]:
    """Whom the chair ranked, by rank, the latest of a rank first; then by request."""
    ranks = {move.key: (move.position, -n, move.reason) for n, move in enumerate(moves)}

    def key(entry: Entry[K]) -> tuple[bool, int, int, int]:
        rank, age, _ = ranks.get(entry.key, (0, 0, ""))
        return entry.key not in ranks, rank, age, entry.seq

    return [
        (entry, (*_moved_for(ranks, entry), Reason(Why.MELDUNG, entry.seq)))
        for entry in sorted(plain, key=key)
    ]


def _moved_for(ranks: dict[K, tuple[int, int, str]], entry: Entry[K]) -> tuple[Reason, ...]:
    found = ranks.get(entry.key)
    return (Reason(Why.VERSCHOBEN, found[2]),) if found else ()


def _last_moves(moves: Sequence[Move[K]]) -> list[Move[K]]:
    """The last move of each entry, in the order of the log."""
    last = {move.key: n for n, move in enumerate(moves)}
    return [move for n, move in enumerate(moves) if last[move.key] == n]


def _moved(ordered: list[Explained[K]], move: Move[K], *, before: int) -> list[Explained[K]]:
    """The list with the moved entry at its place; what comes before ordinary entries stays before them."""
    found = next((one for one in ordered if one[0].key == move.key), None)
    if found is None:
        return ordered
    entry, why = found
    rest = [one for one in ordered if one[0].key != move.key]
    at = min(max(move.position - 1 - before, 0), len(rest))
    reasons = (Reason(Why.VERSCHOBEN, move.reason), *why)
    return [*rest[:at], (entry, reasons), *rest[at:]]
