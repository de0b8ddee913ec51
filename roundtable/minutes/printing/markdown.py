"""Minutes as Markdown: the words of the items as they were frozen, headings below those of the document."""

import re

from kernel.i18n import _
from roundtable.minutes.printing.headings import moved
from roundtable.minutes.printing.parts import (
    Pairs,
    colophon_of,
    facts_of,
    heading_of,
    kicker_of,
    note_of,
    origin_of,
    people_of,
    shows,
    title_of,
    way_to,
)
from roundtable.minutes.printing.stamp import Stamp
from roundtable.minutes.rules.blocks import Part
from roundtable.minutes.rules.facts import resolution_in, segments
from roundtable.minutes.rules.public import PublicContent, PublicItem

_SPECIAL = re.compile(r"[\\*_`\[\]>#]")
#: what would begin a list, a heading, a quotation
_BEGINNING = re.compile(r"^(\d+(?=[.)])|(?=[-+|]))")


def as_markdown(content: PublicContent, stamp: Stamp | None = None, *, site: str = "") -> str:
    """The whole document; with a stamp it ends with version, address and fingerprint. `site` as for the PDF."""
    parts = [
        f"# {_plain(title_of(content.head))}",
        _plain(kicker_of(content.head)),
        _pairs(facts_of(content.head)),
        *_people(content),
        *(part for item in content.items for part in _item(item, site)),
    ]
    if stamp is not None:
        parts += ["---", _pairs(colophon_of(stamp))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _item(item: PublicItem, site: str) -> list[str]:
    text = segments(item.text, item.facts) if shows(item) else []
    pieces = [_piece(part, site) for part in text]
    return [f"## {_plain(heading_of(item))}", _plain(note_of(item)), *pieces]


def _piece(part: Part, site: str) -> str:
    """What people wrote as they wrote it; a fact says that it is one, and where its resolution stands."""
    if not part.is_block:
        return moved(part.text).strip("\n")
    lines = [f"> *{_plain(origin_of(part.mark))}*", part.text]
    if number := resolution_in(part.mark):
        lines.append(f"> [{_plain(way_to(number))}]({site}/beschluesse/{number})")
    return "\n>\n".join(lines)


def _people(content: PublicContent) -> list[str]:
    people = people_of(content)
    return (
        [f"## {_('Anwesend')}", "\n".join(f"- {_plain(who)}" for who in people)] if people else []
    )


def _pairs(pairs: Pairs) -> str:
    return "\n".join(f"- **{name}:** {_plain(value)}" for name, value in pairs)


def _plain(text: str) -> str:
    """A plain text on one line, none of it read as Markdown."""
    escaped = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return _BEGINNING.sub(r"\1\\", escaped)
