"""What search learns of tables: what they are for, and the organisations that agreed to be named."""

from collections.abc import Collection, Iterable, Mapping

from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.clock import BERLIN
from roundtable.tables import districts
from roundtable.tables.models import RoundTable
from roundtable.tables.queries import (
    address_of,
    all_table_ids,
    organisations_named,
    tables_by_ids,
)
from search_index.port import PUBLIC, SearchDocument
from search_index.registry import Source


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of these tables; three statements for any number."""
    tables, names = tables_by_ids(ANONYMOUS, ids), districts.names()
    named = organisations_named([table.id for table in tables], clock.now())
    return {str(t.id): _document(t, names, named.get(t.id, [])) for t in tables}


def ids() -> Iterable[str]:
    """The ids of all tables."""
    return (str(table_id) for table_id in all_table_ids())


def _document(
    table: RoundTable, districts_by_key: Mapping[str, str], organisations: list[str]
) -> SearchDocument:
    return SearchDocument(
        kind="table",
        id=str(table.id),
        art="format",
        title=table.name,
        head=table.code,
        audience=frozenset({PUBLIC}),
        url=address_of(table),
        body="\n".join(filter(None, (table.purpose, table.taking_part))),
        facts=tuple(organisations),
        date=table.created_at.astimezone(BERLIN).date(),
        section=table.full_name,
        district=districts_by_key.get(table.district_key or "", ""),
        status="beendet" if table.closed_at else "",
        status_kind="done" if table.closed_at else "neutral",
    )


SOURCE = Source("table", documents, ids)
