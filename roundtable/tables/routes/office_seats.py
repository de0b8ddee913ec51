"""The administration gives every seat, the chair those of members and guests: one page for both."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.people.queries import names_of, person_with
from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotFound
from kernel.forms import Form
from kernel.i18n import _
from kernel.sending import REFUSALS, sent_once
from roundtable.tables import districts
from roundtable.tables.forms import DeputyForm, SeatForm, seat_form
from roundtable.tables.glance import groups_of
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.permissions import can_manage, can_seat
from roundtable.tables.queries import seat_to_change, table_to_seat
from roundtable.tables.rules.seats import Role
from roundtable.tables.services import seats as services
from roundtable.tables.services.seats import PersonIsUnknown
from roundtable.tables.wording import ROLE_HINTS, WHOLE_CITY

blueprint = Blueprint("office_seats", __name__, url_prefix="/verwaltung/runde-tische")


@blueprint.get("/<slug>/")
@access(SIGNED_IN)
def show(slug: str) -> ResponseReturnValue:
    """A table's seats with everything one can do there."""
    table, at = table_to_seat(actor(), slug), clock.now()
    allowed = set(_roles(table)) if table.closed_at is None else set()
    return render_template(
        "roundtable/tables/office/show.html",
        table=table,
        place=districts.names().get(table.district_key or "", WHOLE_CITY),
        groups=groups_of(table, at, inside=True),
        allowed=allowed,
        may_manage=can_manage(actor(), table),
    )


@blueprint.route("/<slug>/sitze/neu", methods=["GET", "POST"])
@access(SIGNED_IN)
def give(slug: str) -> ResponseReturnValue:
    """Set up one more seat."""
    table = table_to_seat(actor(), slug)
    form = seat_form(table, _roles(table))

    def work() -> str:
        draft = form.draft(_person_of(form))
        return services.give_seat(actor=actor(), table=table, draft=draft).label

    done = _("Der Sitz ist vergeben.")
    return _sent(form, f"seat:{slug}", work, done, _seats_page(slug)) or _seat_page(form, table)


@blueprint.route("/<slug>/sitze/<int:number>/neu-besetzen", methods=["GET", "POST"])
@access(SIGNED_IN)
def replace(slug: str, number: int) -> ResponseReturnValue:
    """Hand a seat on to another person, or leave it vacant."""
    seat = _changeable(slug, number)
    form = seat_form(seat.table, _roles(seat.table), seat)

    def work() -> str:
        draft = form.draft(_person_of(form))
        return services.replace_seat(actor=actor(), seat=seat, draft=draft).label

    done = _("Der Sitz ist neu besetzt.")
    sent = _sent(form, f"replace:{seat.id}", work, done, _seats_page(slug))
    return sent or _seat_page(form, seat.table, seat)


@blueprint.route("/<slug>/sitze/<int:number>/beenden", methods=["GET", "POST"])
@access(SIGNED_IN)
def end(slug: str, number: int) -> ResponseReturnValue:
    """End a seat, once that was read."""
    seat = _changeable(slug, number)
    if request.method == "GET":
        name = _names([seat.person_id] if seat.person_id else [])
        return render_template(
            "roundtable/tables/office/end_seat.html", seat=seat, table=seat.table, name=name
        )
    services.end_seat(actor=actor(), seat=seat)
    flash(_("Der Sitz %(label)s ist beendet.", label=seat.label), "success")
    return redirect(_seats_page(slug), 303)


@blueprint.route("/<slug>/sitze/<int:number>/stellvertretung", methods=["GET", "POST"])
@access(SIGNED_IN)
def deputies(slug: str, number: int) -> ResponseReturnValue:
    """Who stands in, in order; an address adds somebody at the end."""
    seat = _changeable(slug, number)
    form = DeputyForm.of_request()

    def work() -> str:
        person_id = _person_of(form)
        if person_id:
            services.add_deputy(actor=actor(), seat=seat, person_id=person_id)
        return seat.label

    done, here = _("Die Stellvertretung ist eingetragen."), request.path
    return _sent(form, f"deputy:{seat.id}", work, done, here) or _deputies_page(form, seat)


@blueprint.post("/<slug>/sitze/<int:number>/stellvertretung/<uuid:person_id>/entfernen")
@access(SIGNED_IN)
def remove_deputy(slug: str, number: int, person_id: UUID) -> ResponseReturnValue:
    """Let a person stand in no longer."""
    services.remove_deputy(actor=actor(), seat=_changeable(slug, number), person_id=person_id)
    flash(_("Die Stellvertretung ist entfernt."), "success")
    return redirect(url_for(".deputies", slug=slug, number=number), 303)


def _changeable(slug: str, number: int) -> Seat:
    """The seat for who may change it; the chair's own is the administration's matter."""
    seat = seat_to_change(actor(), slug, number)
    if not can_seat(actor(), seat.table, seat.role, clock.now()):
        raise NotFound
    return seat


def _roles(table: RoundTable) -> list[Role]:
    at = clock.now()
    return [role for role in Role if can_seat(actor(), table, role, at)]


def _person_of(form: SeatForm | DeputyForm) -> UUID | None:
    if not form.email.data:
        return None
    person = person_with(form.email.data)
    if person is None:
        raise PersonIsUnknown
    return person.id


def _sent(
    form: Form, deed: str, work: Callable[[], str], done: str, then: str
) -> ResponseReturnValue | None:
    if not form.sent_well():
        return None
    try:
        sent_once(deed, work)
    except REFUSALS as refusal:
        form.refuse(refusal)
        return None
    flash(done, "success")
    return redirect(then, 303)


def _seats_page(slug: str) -> str:
    return url_for(".show", slug=slug)


def _seat_page(form: SeatForm, table: RoundTable, seat: Seat | None = None) -> ResponseReturnValue:
    page = render_template(
        "roundtable/tables/office/seat.html",
        form=form,
        table=table,
        seat=seat,
        hints={role.value: words for role, words in ROLE_HINTS.items()},
    )
    return page, _status()


def _deputies_page(form: DeputyForm, seat: Seat) -> ResponseReturnValue:
    ids = [deputy.person_id for deputy in seat.deputies]
    names = names_of(ids)
    page = render_template(
        "roundtable/tables/office/deputies.html",
        form=form,
        seat=seat,
        table=seat.table,
        deputies=[(person_id, names[person_id]) for person_id in ids],
    )
    return page, _status()


def _names(ids: list[UUID]) -> str:
    return ", ".join(names_of(ids).values())


def _status() -> int:
    return 422 if request.method == "POST" else 200
