"""What other rooms may know of tables: a card each, and the judge."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.database import looked_up
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, SubjectKind, Verdict
from roundtable.tables.models import RoundTable
from roundtable.tables.permissions import can_manage
from roundtable.tables.queries import address_of, tables_by_ids


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of the tables, in one statement."""
    return {str(table.id): card_of(table) for table in tables_by_ids(actor, ids)}


def card_of(table: RoundTable) -> Card:
    """The table in a list, a link or a notice."""
    return Card(
        subject=table.subject,
        title=table.name,
        url=address_of(table),
        word=_("Runder Tisch"),
        status=_("beendet") if table.closed_at else "",
        at=table.created_at,
    )


def judge(actor: Actor, action: str, table_id: str, at: datetime) -> Verdict:  # noqa: ARG001
    """`see` for everybody, `manage` for the administration; talk belongs into the meetings."""
    table = looked_up(RoundTable, UUID(table_id))
    if table is None:
        return INVISIBLE
    if action == "see":
        return ALLOWED
    if action == "manage":
        return Verdict(can_manage(actor, table))
    return Verdict(False, _("Am Runden Tisch reden die Menschen, die dort einen Sitz haben."))


TABLE = SubjectKind("table", describe, judge)
