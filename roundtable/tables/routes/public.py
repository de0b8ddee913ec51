"""Public pages: the list of tables, and a table."""

from flask import Blueprint, render_template, request, url_for

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.kept import kept_for_visitors
from roundtable.tables import districts
from roundtable.tables.forms import district_filter
from roundtable.tables.glance import groups_of, knows_names
from roundtable.tables.page_parts import parts_of
from roundtable.tables.permissions import can_chair, can_manage
from roundtable.tables.queries import listed_tables, table_for
from roundtable.tables.rules.seats import Role
from roundtable.tables.running import running_for
from roundtable.tables.wording import WHOLE_CITY

blueprint = Blueprint("tables", __name__, url_prefix="/runde-tische")


@blueprint.get("/")
@access(PUBLIC)
@kept_for_visitors
def index() -> str:
    """All tables with what each is for, by district."""
    names = districts.names()
    form = district_filter(names)
    chosen = form.chosen()
    page = listed_tables(actor(), chosen, request.args.get("seite", 1, type=int))
    return render_template(
        "roundtable/tables/index.html",
        page_of_tables=page,
        running=running_for(actor()),
        names=names,
        whole_city=WHOLE_CITY,
        form=form,
        chosen=chosen,
        url_of=lambda number: url_for(".index", bezirk=chosen, seite=number),
    )


@blueprint.get("/<slug>/")
@access(PUBLIC)
@kept_for_visitors
def show(slug: str) -> str:
    """A table: what it is for, who sits there as far as they agreed, and how to take part."""
    table, at, reader = table_for(actor(), slug), clock.now(), actor()
    inside = knows_names(reader, table, at)
    groups = groups_of(table, at, inside=inside)
    return render_template(
        "roundtable/tables/show.html",
        table=table,
        place=districts.names().get(table.district_key or "", WHOLE_CITY),
        groups=groups,
        chairs=[seat.named for group in groups for seat in group.seats if seat.role is Role.CHAIR],
        inside=inside,
        parts=parts_of(table),
        may_seat=can_manage(reader, table) or can_chair(reader, table, at),
    )
