"""What would not print as it was written, each at its place: told before anything is frozen."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kernel.errors import Refusal, RuleViolation
from kernel.i18n import _
from kernel.markdown import render
from kernel.pdf import PrintingTooSlow, missing_in, printable
from kernel.text import first_unreadable, unreadable_named
from roundtable.minutes.printing.pdf import as_pdf
from roundtable.minutes.rules.public import Content, Head, Item, PublicContent, PublicItem

#: before and after
WORDS = 3
MOST_QUOTED = 120
#: more of one kind in one place helps nobody
MOST = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that does not print well. `item_number` is empty for what stands outside the items."""

    item_number: str
    #: the place in words, with a quotation where that helps
    where: str
    message: str
    #: whether it must be mended first; other faults are printed as the message says
    hinders: bool = True


def faults(content: Content) -> list[Fault]:
    """All of them, in the order of the document; none means that the PDF was compiled. Not inside a transaction."""
    found = [*_head(content), *(fault for item in content.items for fault in _item(item))]
    if any(fault.hinders for fault in found):
        return found
    return [*found, *_whole(content)]


def obstacles(content: Content) -> list[Fault]:
    """Those that must be mended before the minutes can be frozen."""
    return [fault for fault in faults(content) if fault.hinders]


def oddities(content: Content) -> list[Fault]:
    """Those that hinder nobody: what will be printed otherwise than it was written. Sets no type."""
    found = [*_head(content), *(fault for item in content.items for fault in _item(item))]
    return [fault for fault in found if not fault.hinders]


def _head(content: Content) -> Iterator[Fault]:
    head: Head = content.head
    names = {_("Titel"): head.title, _("Ort"): head.place, _("Beschlussfähigkeit"): head.quorum}
    for where, text in names.items():
        yield from _characters("", where, text)
    for person in content.participants:
        yield from _characters("", _("Anwesend"), f"{person.name}, {person.organisation}")


def _item(item: Item) -> Iterator[Fault]:
    yield from _characters(item.number, _("Überschrift"), item.title)
    try:
        plain = render(item.text).plain
    except RuleViolation as refused:
        yield Fault(item.number, _hidden_in(item.text), str(refused.message))
    else:
        yield from _characters(item.number, _("Text"), plain)


def _characters(number: str, where: str, text: str) -> Iterator[Fault]:
    for character in missing_in(text)[:MOST]:
        place = _("%(where)s, bei „%(words)s“", where=where, words=_around(text, character))
        message = _("Für das Zeichen %(sign)s hat das PDF keine Schrift. Dort steht dann %(name)s.",
                    sign=character, name=printable(character))  # fmt: skip
        yield Fault(number, place, message, hinders=False)


def _hidden_in(text: str) -> str:
    """The place of a character that nobody sees, with its number; the text as a whole where it has none."""
    at = first_unreadable(text)
    if at < 0:
        return _("Text")
    before, behind = text[:at], unreadable_named(text[at:])
    gap = " " if before[-1:].isspace() else ""
    words = f"{' '.join(before.split()[-WORDS:])}{gap}{' '.join(behind.split()[: WORDS + 1])}"
    return _("%(where)s, bei „%(words)s“", where=_("Text"), words=words[:MOST_QUOTED])


def _around(text: str, character: str) -> str:
    """Some words before and after, never a part of one, unless it is endless."""
    words = text.split()
    at = next(number for number, word in enumerate(words) if character in word)
    return " ".join(words[max(0, at - WORDS) : at + WORDS + 1])[:MOST_QUOTED]


@lru_cache(maxsize=16)
def _whole(content: Content) -> tuple[Fault, ...]:
    """Whether it compiles. Every item is printed, non-public ones too: no fault may wait until one becomes public.

    Remembered: what the secretary has just looked at is asked about again when it is submitted.
    """
    items = tuple(
        PublicItem(item.number, public=True, title=item.title, text=item.text, facts=item.facts)
        for item in content.items
    )
    people = tuple(person.name for person in content.participants)
    try:
        as_pdf(PublicContent(content.head, people, items))
    except PrintingTooSlow:
        raise  # may pass; not to be remembered
    except Refusal as refused:
        return (Fault("", _("ganzes Protokoll"), str(refused.message)),)
    return ()
