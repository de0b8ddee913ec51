"""A table from its beginning to its end."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, transactional
from kernel.errors import Conflict, NotPermitted, RuleViolation
from kernel.i18n import _, lazy
from kernel.slugs import slug_of
from roundtable.tables import districts
from roundtable.tables.events import TableClosed, TableCreated, TableEdited
from roundtable.tables.models import RoundTable, Seat, SeatGroup
from roundtable.tables.permissions import can_create, can_manage
from roundtable.tables.rules.codes import is_code
from roundtable.tables.rules.groups import DEFAULTS, MOST
from roundtable.tables.services.holding import ensure, hold_open, tell
from roundtable.tables.services.seats import end_now

#: the office sets up tables at this address
RESERVED = "neu"
ALL_GROUPS = tuple(title for _key, title in DEFAULTS)


class TableChangedMeanwhile(Conflict):
    """Somebody else changed the table since the form was opened; nothing was stored."""

    message = lazy("Jemand hat den Runden Tisch inzwischen geändert. Ihre Eingaben stehen noch da.")


class CodeIsTaken(RuleViolation):
    """A code is given once, to one table, for ever."""

    message = lazy("Dieses Kürzel hat schon ein anderer Runder Tisch. Bitte wählen Sie ein neues.")

    def __init__(self) -> None:
        super().__init__(field="code")


class CodeDoesNotFit(RuleViolation):
    """The code cannot begin a number."""

    message = lazy("Ein Kürzel hat 2 bis 8 Großbuchstaben oder Ziffern und beginnt mit A bis Z.")

    def __init__(self) -> None:
        super().__init__(field="code")


class AddressIsTaken(Conflict):
    """Another table got this address at the same instant."""

    message = lazy("Diese Adresse ist gerade vergeben worden. Bitte speichern Sie noch einmal.")


class GroupIsNeeded(RuleViolation):
    """Somebody has sat in this group; the history keeps it."""

    def __init__(self, title: str) -> None:
        words = _("Die Gruppe „%(title)s“ hat Sitze. Sie kann nicht wegfallen.", title=title)
        super().__init__(words, field="groups")


class GroupsDoNotFit(RuleViolation):
    """A table has at least one group, and few enough to overlook."""

    message = lazy("Bitte nennen Sie 1 bis 12 Gruppen, eine je Zeile.")

    def __init__(self) -> None:
        super().__init__(field="groups")


rule("uq_round_tables_code", CodeIsTaken)
rule("uq_round_tables_slug", AddressIsTaken)


@dataclass(frozen=True, kw_only=True)
class TableDraft:
    """What the office says of a table."""

    name: str
    purpose: str
    taking_part: str = ""
    place: str = ""
    district_key: str | None = None
    groups: tuple[str, ...] = ALL_GROUPS
    notice_days: int = 7
    objection_days: int = 7
    speaking_seconds: int = 180


@transactional
def create_table(*, actor: Actor, code: str, draft: TableDraft) -> RoundTable:
    """Set up a table; its address is made of its name, its code stays its own for ever."""
    _ensure_place(actor, draft.district_key)
    if not is_code(code):
        raise CodeDoesNotFit
    table = RoundTable(slug=_free_slug(draft.name), code=code, created_at=clock.now())
    _take(table, draft)
    db.session.add(table)
    db.session.flush()
    tell(TableCreated(table.id, table.slug, table.name), table, actor)
    return table


@transactional
def edit_table(*, actor: Actor, table: RoundTable, based_on: int, draft: TableDraft) -> RoundTable:
    """Replace what is said of the table, unless it changed since version `based_on`."""
    hold_open(table)
    ensure(can_manage(actor, table))
    if draft.district_key != table.district_key:
        _ensure_place(actor, draft.district_key)
    if table.version != based_on:
        raise TableChangedMeanwhile
    _take(table, draft)
    db.session.flush()
    tell(TableEdited(table.id, table.version), table, actor)
    return table


@transactional
def close_table(*, actor: Actor, table: RoundTable) -> None:
    """End the table and every seat at it, for good; it stays readable and findable."""
    hold_open(table)
    ensure(can_manage(actor, table))
    at = clock.now()
    open_seats = select(Seat).where(Seat.table_id == table.id, Seat.ends_at.is_(None))
    for seat in db.session.scalars(open_seats.order_by(Seat.number)).all():
        end_now(seat, table, actor, at)
    table.closed_at, table.edited_at = at, at
    tell(TableClosed(table.id), table, actor)


def _ensure_place(actor: Actor, district_key: str | None) -> None:
    if district_key is not None and district_key not in districts.names():
        raise RuleViolation(_("Diesen Bezirk gibt es nicht."), field="district_key")
    if not can_create(actor, district_key):
        raise NotPermitted(_("Hier können Sie keine Runden Tische führen."))


def _take(table: RoundTable, draft: TableDraft) -> None:
    for field in fields(draft):
        if field.name != "groups":
            setattr(table, field.name, getattr(draft, field.name))
    _set_groups(table, draft.groups)
    table.edited_at = clock.now()


def _set_groups(table: RoundTable, titles: Sequence[str]) -> None:
    """Groups in this order; known titles keep their keys, so that seats stay in them."""
    wanted = list(dict.fromkeys(titles))
    if not 1 <= len(wanted) <= MOST:
        raise GroupsDoNotFit
    known = {group.title: group for group in table.groups}
    _ensure_unused(table, [group for title, group in known.items() if title not in wanted])
    for group in table.groups:
        group.position += (
            2 * MOST
        )  # out of the way: positions are unique, and rows change one by one
    if known:
        db.session.flush()
    table.groups = [known.get(title) or _new_group(table, title) for title in wanted]
    for position, group in enumerate(table.groups, 1):
        group.position = position


def _new_group(table: RoundTable, title: str) -> SeatGroup:
    usual = {name: key for key, name in DEFAULTS}
    taken = {group.key for group in table.groups}
    key = usual.get(title)
    return SeatGroup(
        key=key if key and key not in taken else slug_of(title, taken, otherwise="gruppe"),
        title=title,
    )


def _ensure_unused(table: RoundTable, groups: Sequence[SeatGroup]) -> None:
    keys = [group.key for group in groups]
    used = select(Seat.group_key).where(Seat.table_id == table.id, Seat.group_key.in_(keys))
    if keys and (key := db.session.scalar(used.order_by(Seat.group_key).limit(1))):
        raise GroupIsNeeded(next(group.title for group in groups if group.key == key))


def _free_slug(name: str) -> str:
    taken = {RESERVED, *db.session.scalars(select(RoundTable.slug))}
    return slug_of(name, taken, otherwise="runder-tisch")
