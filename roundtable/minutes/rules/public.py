"""What of approved minutes may be published. It copies what is allowed; what it does not know stays inside.

A non-public item leaves its number only: not even a title. Whoever has not agreed to be named becomes their group, in
the list of people and at every mark `@Name[S7]` in the text. Names written without a mark are found by `names_left`;
the person who releases decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from roundtable.minutes.rules.facts import Fact

#: what is said for a seat and a name
Shown = Mapping[tuple[str, str], str]
MARK = re.compile(r"@(?P<name>[^\[\]@\n]{1,120})\[(?P<seat>S\d{1,4})\]")


class Level(StrEnum):
    """How a person is named in public, as they have chosen; whoever has not chosen is their group."""

    NAME = "name"
    ORGANISATION = "organisation"
    GROUP = "group"


@dataclass(frozen=True)
class Participant:
    """Somebody who was there; the group is a word of the page."""

    seat: str
    name: str
    organisation: str
    group: str
    #: stood in for whoever holds the seat; nobody asked them how they want to be named
    deputy: bool = False


@dataclass(frozen=True)
class Head:
    """What minutes begin with; instants are ISO texts. Who led and who wrote are marks, `@Name[S1]`, or empty."""

    table: str
    #: the meeting's: `RT-2026-04`
    number: str
    title: str
    place: str
    began: str
    ended: str
    chair: str
    secretary: str
    #: whether the table could decide, in words
    quorum: str


@dataclass(frozen=True)
class Item:
    """One agenda item with its text."""

    number: str
    public: bool
    title: str
    text: str
    #: what of the text nobody may write otherwise, in the order of the text
    facts: tuple[Fact, ...] = ()
    #: what became of the item in the meeting; empty where that was not frozen
    state: str = ""


@dataclass(frozen=True)
class Content:
    """What a version of minutes says."""

    head: Head
    participants: tuple[Participant, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class PublicItem:
    """An item as the public sees it; of a non-public one the number, and what became of it."""

    number: str
    public: bool
    title: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()
    state: str = ""


@dataclass(frozen=True)
class PublicContent:
    """What the public may read; people are lines, in the order of the version."""

    head: Head
    participants: tuple[str, ...]
    items: tuple[PublicItem, ...]


def public_part(
    content: Content, levels: Mapping[str, Level], others: Sequence[Participant] = ()
) -> PublicContent:
    """The allowed parts of approved minutes; `levels` by seat, `others` sit at the table and were not there."""
    lines = tuple(_shown(each, levels) for each in content.participants)
    known = (*others, *content.participants)
    shown = _by_mark(known, [_shown(each, levels) for each in known])
    items = (_item(item, shown) for item in content.items)
    return PublicContent(_head(content.head, shown), lines, tuple(items))


def names_left(
    content: Content, levels: Mapping[str, Level], others: Sequence[Participant] = ()
) -> list[str]:
    """Names that public texts still hold though their people have not agreed to be named, absent ones too."""
    public = public_part(content, levels, others)
    head = (public.head.title, public.head.place)
    text = "\n".join([*head, *(f"{item.title}\n{item.text}" for item in public.items)])
    known = (*content.participants, *others)
    unnamed = (p for p in known if _level_of(p, levels) is not Level.NAME)
    return sorted({person.name for person in unnamed if _stands_in(text, person.name)})


def _by_mark(people: Sequence[Participant], lines: Sequence[str]) -> Shown:
    """What to say for a mark: for this name on this seat, or for any other name on it."""
    of_seats = {(person.seat, ""): person.group for person in people}
    return of_seats | {(p.seat, p.name): line for p, line in zip(people, lines, strict=True)}


def _head(head: Head, shown: Shown) -> Head:
    chair, secretary = (_unmarked(mark, shown) for mark in (head.chair, head.secretary))
    return replace(head, chair=chair, secretary=secretary)


def _item(item: Item, shown: Shown) -> PublicItem:
    if not item.public:
        return PublicItem(item.number, public=False, state=item.state)
    return PublicItem(
        item.number,
        public=True,
        title=item.title,
        text=_unmarked(item.text, shown),
        facts=tuple(replace(fact, text=_unmarked(fact.text, shown)) for fact in item.facts),
        state=item.state,
    )


def _unmarked(text: str, shown: Shown) -> str:
    """Marks become what may be shown of the person; a mark of an unknown seat loses its name."""

    def said(mark: re.Match[str]) -> str:
        seat, name = mark["seat"], mark["name"]
        return shown.get((seat, name)) or shown.get((seat, "")) or seat

    return MARK.sub(said, text)


def _shown(person: Participant, levels: Mapping[str, Level]) -> str:
    match _level_of(person, levels):
        case Level.NAME:
            return ", ".join(filter(None, [person.name, person.organisation]))
        case Level.ORGANISATION if person.organisation:
            return person.organisation
    return person.group


def _level_of(person: Participant, levels: Mapping[str, Level]) -> Level:
    return Level.GROUP if person.deputy else levels.get(person.seat, Level.GROUP)


def _stands_in(text: str, name: str) -> bool:
    """The whole name, or the word of it that people use, as a word of the text: also of somebody, `Özdemirs`, `Öz’`."""
    plain = name.partition(",")[0].strip()
    return any(
        re.search(rf"(?<!\w){re.escape(part)}s?(?!\w)", text)
        for part in {name, plain, *_used_alone(plain.split())}
        if part
    )


def _used_alone(words: Sequence[str]) -> Sequence[str]:
    """The last word, however short; of `Helmut K.` and of `Helmut K` the first name."""
    written_out = [word for word in words if not word.endswith(".")]
    is_initial = bool(written_out) and len(written_out[-1]) == 1
    return written_out[-2:] if is_initial else written_out[-1:]
