"""The way of a subject, ready for its page: what led to it and what became of it, as the reader may see it.

A public vote has many options, and each of them was a proposal: of one kind at one time a few are shown, the others
are counted, so that the way stays one.
"""

from dataclasses import dataclass
from datetime import datetime

from kernel.actors import Actor
from kernel.i18n import date_text, iso, plural
from kernel.links import Station, way_of
from kernel.subjects import Subject, icon_of

MOST_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of the way."""

    kind: str
    title: str
    at: datetime | None
    icon: str
    url: str = ""
    text: str = ""
    here: bool = False

    @property
    def date(self) -> str:
        """Its day, as people read it."""
        return date_text(self.at) if self.at else ""

    @property
    def date_iso(self) -> str:
        """Its instant, as programs read it."""
        return iso(self.at) if self.at else ""


def way(actor: Actor, subject: Subject) -> list[Stop]:
    """All stations by date; nothing but the subject itself where it is tied to nothing."""
    stations = way_of(actor, subject)
    shown: list[Stop] = []
    for station in stations:
        alike = [one for one in stations if one.card.subject.kind == station.card.subject.kind]
        place = alike.index(station)
        many = len(alike) > MOST_OF_A_KIND + 1 and station.card.subject.kind != subject.kind
        if many and place >= MOST_OF_A_KIND:
            continue
        rest = len(alike) - MOST_OF_A_KIND if many and place == MOST_OF_A_KIND - 1 else 0
        shown.append(_stop(station, subject, rest))
    return shown


def _stop(station: Station, here: Subject, rest: int) -> Stop:
    card = station.card
    more = plural("und %(num)d weiterer", "und %(num)d weitere", rest) if rest else ""
    return Stop(
        kind=card.word,
        title=card.title,
        at=station.at,
        icon=icon_of(card.subject),
        url=card.url,
        text=" · ".join(str(each) for each in (card.outcome or card.status, more) if each),
        here=card.subject == here,
    )
