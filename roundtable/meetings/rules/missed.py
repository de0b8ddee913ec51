"""What somebody missed in the room, as at most five lines; pure, from the facts that the room told.

One line each for: one's own turn, the item, votes, speeches, messages. A line for which nothing happened is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_LINES = 5


class Happened(StrEnum):
    """What a fact was about, as far as somebody who was away wants to know."""

    PUNKT_AUFGERUFEN = "punkt_aufgerufen"
    #: `value` is what became of the item
    PUNKT_GEWENDET = "punkt_gewendet"
    #: interrupted, resumed, closed: `value` is the state
    SITZUNG = "sitzung"
    ABSTIMMUNG_OFFEN = "abstimmung_offen"
    ABSTIMMUNG_ZU = "abstimmung_zu"
    #: `value` is the outcome
    ERGEBNIS = "ergebnis"
    ABGEBROCHEN = "abgebrochen"
    AUFRUF = "aufruf"
    REDE = "rede"
    REDE_ZU_ENDE = "rede_zu_ende"
    UEBERGANGEN = "uebergangen"
    NACHRICHT = "nachricht"
    ZURUECKGENOMMEN = "zurueckgenommen"


@dataclass(frozen=True)
class Fact:
    """Something happened to a thing; `own` is what the reader did, or what concerns the reader's own request."""

    what: Happened
    about: str = ""
    value: str = ""
    own: bool = False


class Topic(StrEnum):
    """What a line is about, in the order of the lines."""

    EIGENER_AUFRUF = "eigener_aufruf"
    PUNKT = "punkt"
    ABSTIMMUNG = "abstimmung"
    REDEN = "reden"
    NACHRICHTEN = "nachrichten"


@dataclass(frozen=True)
class Said:
    """One thing and what became of it."""

    about: str
    value: str = ""


@dataclass(frozen=True)
class Line:
    """One line: its topic, and what it names, in the order in which it came to be as it is."""

    topic: Topic
    things: tuple[Said, ...] = ()
    count: int = 0


def missed(facts: Iterable[Fact]) -> tuple[Line, ...]:
    """The lines, in a fixed order; the facts come in the order in which the room told them."""
    seen = list(facts)
    lines = [_own_turn(seen), _item(seen), _votes(seen), _speeches(seen), _messages(seen)]
    return tuple(line for line in lines if line is not None)


def _own_turn(facts: Sequence[Fact]) -> Line | None:
    """The reader's last call, unless they spoke to it: `offen`, or `verpasst` where it is over."""
    ended = {Happened.UEBERGANGEN, Happened.REDE, Happened.REDE_ZU_ENDE}
    turns = [f for f in facts if f.own and f.what in {Happened.AUFRUF, *ended}]
    if not turns or not any(f.what is Happened.AUFRUF for f in turns):
        return None
    last = turns[-1]
    if last.what is Happened.AUFRUF:
        return Line(Topic.EIGENER_AUFRUF, (Said(last.about, "offen"),))
    if last.what is Happened.UEBERGANGEN:
        return Line(Topic.EIGENER_AUFRUF, (Said(last.about, "verpasst"),))
    return None


def _item(facts: Sequence[Fact]) -> Line | None:
    """Where the meeting stands if that changed: a pause or the end, else the called item; and what was dealt with."""
    about = {Happened.PUNKT_AUFGERUFEN, Happened.PUNKT_GEWENDET}
    items: dict[str, str] = {}
    state = ""
    for fact in facts:
        if fact.what in about:
            items.pop(fact.about, None)
            items[fact.about] = fact.value or "aufgerufen"
        elif fact.what is Happened.SITZUNG:
            state = fact.value
    things = [Said(item, value) for item, value in items.items()]
    if state:
        things.append(Said("", state))
    return Line(Topic.PUNKT, tuple(things)) if things else None


def _votes(facts: Sequence[Fact]) -> Line | None:
    """Each vote with what became of it last."""
    words = {
        Happened.ABSTIMMUNG_OFFEN: "offen",
        Happened.ABSTIMMUNG_ZU: "geschlossen",
        Happened.ABGEBROCHEN: "abgebrochen",
    }
    votes: dict[str, str] = {}
    for fact in facts:
        if fact.what is Happened.ERGEBNIS:
            votes[fact.about] = fact.value
        elif fact.what in words:
            votes[fact.about] = words[fact.what]
    things = tuple(Said(vote, value) for vote, value in votes.items())
    return Line(Topic.ABSTIMMUNG, things, len(things)) if things else None


def _speeches(facts: Sequence[Fact]) -> Line | None:
    """Who has spoken or begun to; a speech that goes on after a pause is one. One's own was not missed."""
    spoken = dict.fromkeys(f.about for f in facts if f.what is Happened.REDE and not f.own)
    things = tuple(Said(entry) for entry in spoken)
    return Line(Topic.REDEN, things, len(things)) if things else None


def _messages(facts: Sequence[Fact]) -> Line | None:
    """How many messages of others came and stayed."""
    written = {f.about for f in facts if f.what is Happened.NACHRICHT and not f.own}
    written -= {f.about for f in facts if f.what is Happened.ZURUECKGENOMMEN}
    return Line(Topic.NACHRICHTEN, count=len(written)) if written else None
