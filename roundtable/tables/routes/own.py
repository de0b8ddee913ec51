"""Who sits at a table decides what the public learns of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel.access import SIGNED_IN, access, actor
from kernel.errors import Refusal
from kernel.i18n import _
from roundtable.tables.forms import PublicNameForm
from roundtable.tables.models import Seat
from roundtable.tables.queries import own_seat
from roundtable.tables.rules.names import PublicName, public_name
from roundtable.tables.services.seats import choose_public_name

blueprint = Blueprint("own_seats", __name__, url_prefix="/konto/sitze")


@blueprint.route("/<uuid:seat_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def public_name_of(seat_id: UUID) -> ResponseReturnValue:
    """Choose the public name of my seat."""
    seat = own_seat(actor(), seat_id)
    form = PublicNameForm.of_request(level=seat.public_name.value)
    if form.sent_well():
        try:
            choose_public_name(actor=actor(), seat=seat, level=form.chosen())
            flash(_("Gespeichert. So steht Ihr Sitz ab jetzt auf der Seite."), "success")
            return redirect(url_for("tables.show", slug=seat.table.slug), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template(
        "roundtable/tables/public_name.html", form=form, seat=seat, examples=_examples(seat)
    )
    return page, 422 if request.method == "POST" else 200


def _examples(seat: Seat) -> dict[str, str]:
    """How the seat would read at each level."""
    group = next(g.title for g in seat.table.groups if g.key == seat.group_key)
    parts = {"name": actor().name, "organisation": seat.organisation, "group": group}
    return {level.value: public_name(level, **parts) for level in PublicName}
