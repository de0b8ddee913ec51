"""Blocks in minutes: the line comes by itself with the fact, what it shows is read from rows each time.

A line is an edit of the system in the same log as everybody's. Its number in the log and its id belong to the event,
so the same event writes it once, whoever repeats it. The fact never fails because of its line: what is missing in the
text is added when minutes are shown and frozen.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import structlog
from markupsafe import Markup, escape
from sqlalchemy import select

from kernel.database import after_commit, db
from kernel.errors import RuleViolation
from kernel.events import EventRow
from kernel.markdown import escaped, guard, markup
from roundtable.meetings import texts
from roundtable.meetings.blocks import Block, Place, blocks_of
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.rules import blocks as rules
from roundtable.minutes.rules.facts import Written, unquoted, written
from roundtable.minutes.rules.public import MARK
from roundtable.minutes.services.lines import add_line
from roundtable.minutes.telling import News, tell_updates
from roundtable.minutes.ydoc import LogIsDamaged

log = structlog.get_logger()


def materialised(meeting_id: UUID, texts: Mapping[UUID, str]) -> dict[UUID, Written]:
    """The texts of items of a meeting as Markdown: missing blocks of an item at its end, doubled ones once.

    All are written out; a constant number of statements.
    """
    return {item_id: written(parts) for item_id, parts in parts_of(meeting_id, texts).items()}


def parts_of(meeting_id: UUID, texts: Mapping[UUID, str]) -> dict[UUID, list[rules.Part]]:
    """The texts of items in pieces, as pages show them; a constant number of statements."""
    found = blocks_of(meeting_id)
    return {
        item_id: rules.parts(text, *_for_item(found, item_id)) for item_id, text in texts.items()
    }


def html_of(markdown: str) -> Any:
    """A block as HTML for members, who read names."""
    return markup(texts.html_of(MARK.sub(lambda mark: escaped(mark["name"]), unquoted(markdown))))


def typed_html(text: str) -> Markup:
    """What people wrote as HTML for members; too complex to be rendered, as it was typed."""
    try:
        guard(text)
        return markup(texts.html_of(MARK.sub(lambda mark: mark["name"], text)))
    except RuleViolation:
        return escape(text)


def take_line(row: EventRow, place: Place) -> None:
    """Add the line of a fact to the minutes of its item, inside the transaction of the fact."""
    statement = select(MinutesDoc.id).where(MinutesDoc.item_id == place.item_id)
    doc_id = db.session.scalar(statement)
    if doc_id is None:
        return
    update_id = uuid5(row.id, place.mark)
    try:
        added = add_line(doc_id=doc_id, mark=place.mark, update_id=update_id)
    except LogIsDamaged:
        log.exception("line not written", doc=str(doc_id), mark=place.mark)
        return
    if added is not None:
        epoch, seq, data = added
        after_commit(lambda: tell_updates(doc_id, [News(epoch, seq, data)]))


def _for_item(found: Sequence[Block], item_id: UUID) -> tuple[Mapping[str, str], Collection[str]]:
    """What may stand at this item, and what must; other items' blocks never do."""
    here = [block for block in found if block.item_id in {item_id, None}]
    shown = {block.mark: block.markdown for block in here}
    return shown, [block.mark for block in here if block.item_id is not None]
