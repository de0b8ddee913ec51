"""Minutes as Markdown: the words of the items as they were frozen, headings below those of the document."""

import re

from kernel.i18n import _
from kernel.markdown.blocks import blocks_of
from roundtable.meetings.texts import html_of
from roundtable.minutes.printing.headings import moved
from roundtable.minutes.printing.parts import (
    Pairs,
    colophon_of,
    facts_of,
    heading_of,
    kicker_of,
    nothing_written,
    people_of,
    title_of,
)
from roundtable.minutes.printing.stamp import Stamp
from roundtable.minutes.rules.public import PublicContent, PublicItem

_SPECIAL = re.compile(r"[\\*_`\[\]>#]")
#: what would begin a list, a heading, a quotation
_BEGINNING = re.compile(r"^(\d+(?=[.)])|(?=[-+|]))")


def as_markdown(content: PublicContent, stamp: Stamp | None = None) -> str:
    """The whole document; with a stamp it ends with version, address and fingerprint."""
    parts = [
        f"# {_plain(title_of(content.head))}",
        _plain(kicker_of(content.head)),
        _pairs(facts_of(content.head)),
        *_people(content),
        *(part for item in content.items for part in _item(item)),
    ]
    if stamp is not None:
        parts += ["---", _pairs(colophon_of(stamp))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _item(item: PublicItem) -> list[str]:
    heading = f"## {_plain(heading_of(item))}"
    if not item.public:
        return [heading]
    shows = blocks_of(html_of(item.text))
    return [heading, moved(item.text).strip("\n") if shows else nothing_written()]


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
