"""What of approved minutes may be published. It copies what is allowed; what it does not know stays inside.

A non-public item leaves its number only: not even a title. Whoever has not agreed to be named becomes their group, in
the list of people and at every mark `@Name[S7]` in the text. Names written without a mark are found by `names_left`;
the person who releases decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

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


@dataclass(frozen=True)
class Head:
    """What minutes begin with; instants are ISO texts. Whoever led and wrote is a mark, `@Name[S1]`, or nobody: empty."""

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


@dataclass(frozen=True)
class Content:
    """What a version of minutes says."""

    head: Head
    participants: tuple[Participant, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class PublicItem:
    """An item as the public sees it; a non-public one has a number alone."""

    number: str
    public: bool
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class PublicContent:
    """What the public may read; people are lines, in the order of the version."""

    head: Head
    participants: tuple[str, ...]
    items: tuple[PublicItem, ...]


def public_part(content: Content, levels: Mapping[str, Level]) -> PublicContent:
    """The allowed parts of approved minutes; `levels` by seat."""
    shown = {each.seat: _shown(each, levels) for each in content.participants}
    items = (_item(item, shown) for item in content.items)
    return PublicContent(_head(content.head, shown), tuple(shown.values()), tuple(items))


def names_left(content: Content, levels: Mapping[str, Level]) -> list[str]:
    """Names that public texts still hold though their people have not agreed to be named."""
    public = public_part(content, levels)
    head = (public.head.title, public.head.place)
    text = "\n".join([*head, *(f"{item.title}\n{item.text}" for item in public.items)])
    unnamed = (p for p in content.participants if levels.get(p.seat) is not Level.NAME)
    return sorted({person.name for person in unnamed if _stands_in(text, person.name)})


def _head(head: Head, shown: Mapping[str, str]) -> Head:
    chair, secretary = (_unmarked(mark, shown) for mark in (head.chair, head.secretary))
    return replace(head, chair=chair, secretary=secretary)


def _item(item: Item, shown: Mapping[str, str]) -> PublicItem:
    if not item.public:
        return PublicItem(item.number, public=False)
    return PublicItem(item.number, public=True, title=item.title, text=_unmarked(item.text, shown))


def _unmarked(text: str, shown: Mapping[str, str]) -> str:
    """Marks become what may be shown of the person; a mark of an unknown seat loses its name."""
    return MARK.sub(lambda mark: shown.get(mark["seat"], mark["seat"]), text)


def _shown(person: Participant, levels: Mapping[str, Level]) -> str:
    match levels.get(person.seat):
        case Level.NAME:
            return ", ".join(filter(None, [person.name, person.organisation]))
        case Level.ORGANISATION if person.organisation:
            return person.organisation
    return person.group


def _stands_in(text: str, name: str) -> bool:
    """The whole name or its last word, as a word."""
    return any(
        re.search(rf"\b{re.escape(part)}\b", text) for part in {name, name.rsplit(maxsplit=1)[-1]}
    )
