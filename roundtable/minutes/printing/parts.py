"""What minutes say outside their items, in words: for page, Markdown and PDF alike."""

from collections import Counter
from datetime import date, datetime

from kernel.i18n import _, date_text, lazy
from kernel.markdown.blocks import blocks_of
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.texts import html_of
from roundtable.meetings.wording import clock_text, day_and_time
from roundtable.minutes.printing.stamp import Stamp
from roundtable.minutes.rules.public import Head, PublicContent, PublicItem
from roundtable.tables.rules.names import full_name

Pairs = tuple[tuple[str, str], ...]
DEALT_WITH: set[str] = {ItemState.AUFGERUFEN, ItemState.BERATEN}
#: what became of an item that the table has not dealt with to the end
BECAME: dict[str, str] = {
    ItemState.GEPLANT: lazy("Dieser Punkt wurde nicht aufgerufen."),
    ItemState.VERTAGT: lazy("Dieser Punkt wurde vertagt."),
    ItemState.ABGESETZT: lazy("Dieser Punkt wurde von der Tagesordnung genommen."),
    ItemState.VERWIESEN: lazy("Dieser Punkt wurde an eine andere Stelle verwiesen."),
}


def title_of(head: Head) -> str:
    """`Protokoll: Qualifizierung im Ehrenamt`."""
    return _("Protokoll: %(title)s", title=head.title)


def kicker_of(head: Head) -> str:
    """`Runder Tisch Engagementfreundliche Unternehmen · RT-2026-04`."""
    return f"{full_name(head.table)} · {head.number}"


def facts_of(head: Head) -> Pairs:
    """When, where, who led and wrote, whether the table could decide; what is unknown is left out."""
    pairs = (
        (_("Wann"), _span(head)),
        (_("Wo"), head.place),
        (_("Leitung"), head.chair),
        (_("Protokoll"), head.secretary),
        (_("Beschlussfähigkeit"), head.quorum),
    )
    return tuple((name, value) for name, value in pairs if value)


def people_of(content: PublicContent) -> tuple[str, ...]:
    """Who was there, one line each; those who are named alike share one."""
    counted = Counter(content.participants)
    return tuple(
        _("%(who)s (%(num)s Personen)", who=who, num=number) if number > 1 else who
        for who, number in counted.items()
    )


def heading_of(item: PublicItem) -> str:
    """`TOP Ö 3: Angebote`, or that nobody outside reads it."""
    if not item.public:
        return _("TOP %(number)s – nichtöffentlich", number=item.number)
    return _("TOP %(number)s: %(title)s", number=item.number, title=item.title)


def anchor_of(number: str) -> str:
    """The place of an item on the page: `top-3` for `Ö 3`, `top-n-5` for `N 5`."""
    side, _space, digits = number.rpartition(" ")
    words = ["top", "n", digits] if side == "N" else ["top", digits]
    return "-".join(words).replace(".", "-")


def shows(item: PublicItem) -> bool:
    """Whether its text shows anything to readers."""
    return bool(blocks_of(html_of(item.text)))


def note_of(item: PublicItem) -> str:
    """What stands under the heading before any text: what became of the item, or that nothing was written."""
    said = str(BECAME.get(item.state, ""))
    if item.public:
        return said or (
            "" if item.text.strip() else _("Zu diesem Punkt steht nichts im Protokoll.")
        )
    if item.state in DEALT_WITH:
        said = _("Dieser Punkt wurde nichtöffentlich beraten.")
    said = said or _("Dieser Punkt ist nichtöffentlich.")
    return _("%(said)s Hier steht nur seine Nummer.", said=said)


def origin_of(mark: str) -> str:
    """What stands above a fact: nobody typed it."""
    return _("Aus der Sitzung festgehalten: %(mark)s", mark=mark)


def way_to(number: str) -> str:
    """The words that lead to the page of a resolution."""
    return _("Zum Beschluss %(number)s", number=number)


def footer_of(head: Head, stamp: Stamp | None) -> str:
    """What stands at the foot of every sheet: what it is, and the beginning of its fingerprint."""
    if stamp is None:
        return _("%(number)s · Vorschau, nicht veröffentlicht", number=head.number)
    return _(
        "Protokoll %(number)s · Fassung %(n)s vom %(day)s · %(hash)s …",
        number=head.number,
        n=stamp.n,
        day=date_text(stamp.day),
        hash=stamp.sha256[:16],
    )


def colophon_of(stamp: Stamp | None) -> Pairs:
    """Where the document stands for ever, and how to compare it."""
    if stamp is None:
        return ()
    return (
        (_("Fassung"), _("%(n)s vom %(day)s", n=stamp.n, day=date_text(stamp.day))),
        (_("Adresse"), stamp.address),
        (_("Prüfsumme"), stamp.sha256),
    )


def day_of(content: PublicContent, stamp: Stamp | None) -> date:
    """The day a document says it is from."""
    return stamp.day if stamp else datetime.fromisoformat(content.head.began).date()


def _span(head: Head) -> str:
    if not head.began:
        return ""
    if not head.ended:
        return day_and_time(head.began)
    return _("%(from_)s bis %(to)s", from_=day_and_time(head.began), to=clock_text(head.ended))
