"""The minutes as they would be frozen now: head, people, texts; with everything that stands in the way.

The rows are read twice: for the draft, which is checked and printed while nobody waits for it, and inside the
transaction that freezes, after the texts are held. What is frozen is the draft, and only where both say the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from kernel.database import db, end_read, writing
from kernel.errors import RuleViolation
from kernel.i18n import _, iso
from kernel.markdown import guard
from roundtable.meetings.content import in_order
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.motions import motions_of
from roundtable.meetings.queries import log_of
from roundtable.meetings.register import resolutions_named
from roundtable.meetings.texts import html_of
from roundtable.minutes.loading import stored_texts
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.rules.completeness import Motion, gaps, named
from roundtable.minutes.rules.facts import imitations, segments, written
from roundtable.minutes.rules.public import Content, Head, Item, Participant
from roundtable.minutes.workflow import seams
from roundtable.minutes.workflow.people import There, participants, there
from roundtable.minutes.workflow.wording import (
    gap_in_words,
    imitation_in_words,
    quorum_at_start,
    unknown_in_words,
)
from roundtable.tables.rules.seats import Role


@dataclass(frozen=True)
class Fault:
    """What has to be mended before: of the whole, or at an item."""

    item: str
    where: str
    message: str


@dataclass(frozen=True)
class Basis:
    """What a draft is made of; the same basis makes the same draft."""

    content: Content
    #: what the table voted on
    motions: tuple[Motion, ...]


@dataclass(frozen=True)
class Draft:
    """The minutes as they would be frozen."""

    basis: Basis
    content: Content
    faults: tuple[Fault, ...]
    #: which of the required things are named
    named: frozenset[str]
    #: whether somebody prints, and found no fault
    printable: bool
    #: numbers of items whose headings were repaired
    mended: frozenset[str]


def draft_of(meeting: Meeting) -> Draft:
    """The minutes as they would be frozen now; a constant number of statements."""
    return checked(basis_of(meeting))


def basis_of(meeting: Meeting) -> Basis:
    """Everything that the rows say of this meeting."""
    log = log_of(meeting.id)
    people = there(meeting, log)
    named_people = participants(meeting, people)
    head = _head(meeting, log, people, named_people)
    return Basis(Content(head, tuple(named_people), _items(meeting)), motions(meeting))


def motions(meeting: Meeting) -> tuple[Motion, ...]:
    """What the table voted on, by the numbers of the items."""
    numbers = {item.id: item.number or "" for item in meeting.items}
    return tuple(
        Motion(numbers[one.item_id], one.title, one.outcome) for one in motions_of(meeting.id)
    )


def checked(basis: Basis) -> Draft:
    """The content with its headings repaired, and what is wrong with it; what no page would show is not printed.

    Printing takes up to seconds, so the open read ends here. Not inside a transaction that others wait for.
    """
    imitated = tuple(_imitated(basis.content))
    if not writing():  # the demo is written as one transaction, before anybody comes
        end_read()
    content = basis.content
    unreadable, press = tuple(_unreadable(content)), seams.press()
    prints = press if not unreadable else None
    repaired = _mended(content, prints.mended) if prints else content
    lacks = gaps(repaired, basis.motions)
    printing = prints.faults(repaired) if prints else ()
    faults = [Fault(gap.item, "", gap_in_words(gap)) for gap in lacks]
    faults += [*unreadable, *imitated]
    faults += [Fault(one.item_number, one.where, one.message) for one in printing]
    if press is None:
        faults.append(Fault("", "", _("Protokolle können gerade nicht gedruckt werden.")))
    pairs = zip(content.items, repaired.items, strict=True)
    return Draft(
        basis=basis,
        content=repaired,
        faults=tuple(faults),
        named=named(lacks),
        printable=prints is not None and not printing,
        mended=frozenset(old.number for old, new in pairs if old.text != new.text),
    )


def _mended(content: Content, mend: Callable[[str], str]) -> Content:
    """What people wrote with its headings repaired; facts stay as they are."""
    items = (
        replace(item, text=_mended_text(item, mend) if item.facts else mend(item.text))
        for item in content.items
    )
    return replace(content, items=tuple(items))


def _mended_text(item: Item, mend: Callable[[str], str]) -> str:
    pieces = segments(item.text, item.facts)
    return written(
        replace(one, text=one.text if one.is_block else mend(one.text)) for one in pieces
    ).text


def _unreadable(content: Content) -> Iterator[Fault]:
    """Texts that no page would show; each is guarded before it is rendered."""
    for item in content.items:
        try:
            guard(item.text)
            html_of(item.text)
        except RuleViolation as refusal:
            yield Fault(item.number, "", refusal.message)


def _imitated(content: Content) -> Iterator[Fault]:
    """Lines that people typed so that they read as facts of the meeting; at most one statement."""
    found = [(item, one) for item in content.items for one in imitations(item.text, item.facts)]
    known = resolutions_named({one.resolution for _item, one in found} - {""})
    for item, one in found:
        if one.resolution and one.resolution not in known:
            yield Fault(item.number, "", unknown_in_words(one.resolution))
        elif one.quoted:
            yield Fault(item.number, "", imitation_in_words(one.mark))


def _head(
    meeting: Meeting, log: Sequence[Presence], people: Sequence[There], named: Sequence[Participant]
) -> Head:
    return Head(
        table=meeting.table.name,
        number=meeting.number,
        title=meeting.title,
        place=meeting.place,
        began=_instant(meeting.started_at),
        ended=_instant(meeting.closed_at),
        chair=_mark_of(Role.CHAIR, people, named) or _("Leitung des Runden Tisches"),
        secretary=_mark_of(Role.SECRETARY, people, named),
        quorum=quorum_at_start(meeting, log),
    )


def _mark_of(role: Role, people: Sequence[There], named: Sequence[Participant]) -> str:
    """A mark of who had this role there; empty for nobody."""
    pairs = zip(people, named, strict=True)
    marks = (f"@{who.name}[{who.seat}]" for each, who in pairs if each.seat.role is role)
    return next(marks, "")


def _instant(at: datetime | None) -> str:
    return iso(at) if at else ""


def _items(meeting: Meeting) -> tuple[Item, ...]:
    """Items that have a live text, as people read them."""
    listed = list(in_order(meeting))
    statement = select(MinutesDoc).where(MinutesDoc.item_id.in_([item.id for item in listed]))
    docs = db.session.scalars(statement, execution_options={"populate_existing": True}).all()
    stored = stored_texts(docs)
    texts = seams.written_out(meeting.id, {doc.item_id: stored[doc.id] for doc in docs})
    return tuple(
        Item(
            item.number or "",
            item.public,
            item.title,
            texts[item.id].text,
            texts[item.id].facts,
            item.status.value,
        )
        for item in listed
        if item.id in texts
    )
