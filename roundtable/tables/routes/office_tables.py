"""The administration sets tables up, changes and ends them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.roles import OFFICE
from kernel.access import access, actor
from kernel.errors import NotPermitted
from kernel.i18n import _
from kernel.sending import REFUSALS, sent_once
from roundtable.tables import districts
from roundtable.tables.forms import NewTableForm, TableForm, new_table_form, table_form
from roundtable.tables.models import RoundTable
from roundtable.tables.permissions import can_create
from roundtable.tables.queries import kept_tables, table_to_manage
from roundtable.tables.services import tables as services
from roundtable.tables.services.holding import TableIsClosed
from roundtable.tables.wording import WHOLE_CITY

blueprint = Blueprint("office_tables", __name__, url_prefix="/verwaltung/runde-tische")


@blueprint.get("/")
@access(OFFICE)
def index() -> ResponseReturnValue:
    """The tables in the office's scope."""
    names = districts.names()
    return render_template(
        "roundtable/tables/office/index.html",
        page_of_tables=kept_tables(actor(), request.args.get("seite", 1, type=int)),
        names=names,
        whole_city=WHOLE_CITY,
        may_create=_can_create_somewhere(),
        url_of=lambda number: url_for(".index", seite=number),
    )


@blueprint.route("/neu", methods=["GET", "POST"])
@access(OFFICE)
def create() -> ResponseReturnValue:
    """Set up a table."""
    if not _can_create_somewhere():
        raise NotPermitted(_("Hier können Sie keine Runden Tische führen."))
    form = new_table_form(city_wide=can_create(actor(), None))
    if form.sent_well():
        try:
            slug = sent_once("create-table", lambda: _create(form))
            flash(_("Der Runde Tisch ist angelegt. Jetzt fehlen noch die Sitze."), "success")
            return redirect(url_for("office_seats.show", slug=slug), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
    return _page(form, None)


@blueprint.route("/<slug>/bearbeiten", methods=["GET", "POST"])
@access(OFFICE)
def edit(slug: str) -> ResponseReturnValue:
    """Change a table; a form opened on an older version is refused, with what was typed."""
    table = table_to_manage(actor(), slug)
    city_wide = table.district_key is None or can_create(actor(), None)
    form = table_form(table, city_wide=city_wide)
    if form.sent_well():
        try:
            sent_once(f"edit-table:{slug}", lambda: _edit(table, form))
            flash(_("Die Änderungen sind gespeichert."), "success")
            return redirect(url_for("office_seats.show", slug=slug), 303)
        except services.TableChangedMeanwhile as change:
            form.version.data = str(table.version)  # sent again, it is based on what is stored now
            form.refuse(change)
        except REFUSALS as refusal:
            form.refuse(refusal)
    return _page(form, table)


@blueprint.route("/<slug>/beenden", methods=["GET", "POST"])
@access(OFFICE)
def close(slug: str) -> ResponseReturnValue:
    """End a table for good, once that was read."""
    table = table_to_manage(actor(), slug)
    if request.method == "GET":
        return render_template("roundtable/tables/office/close.html", table=table)
    try:
        services.close_table(actor=actor(), table=table)
        flash(_("Der Runde Tisch ist beendet. Alle können ihn weiter nachlesen."), "success")
    except TableIsClosed as closed:
        flash(closed.message, "info")
    return redirect(url_for("office_seats.show", slug=slug), 303)


def _can_create_somewhere() -> bool:
    return any(can_create(actor(), key) for key in (None, *districts.names()))


def _create(form: NewTableForm) -> str:
    code = (form.code.data or "").upper()
    return services.create_table(actor=actor(), code=code, draft=form.draft()).slug


def _edit(table: RoundTable, form: TableForm) -> str:
    based_on, draft = form.based_on(), form.draft()
    return services.edit_table(actor=actor(), table=table, based_on=based_on, draft=draft).slug


def _page(form: TableForm, table: RoundTable | None) -> ResponseReturnValue:
    page = render_template("roundtable/tables/office/form.html", form=form, table=table)
    return page, 422 if request.method == "POST" else 200
