"""`/verwaltung/personen/`: who has which role, and since when; nobody changes their own."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.people import queries, services
from accounts.people.forms import GrantForm, SearchForm
from accounts.people.models import RoleGrant
from accounts.people.permissions import can_disable, can_manage_people
from accounts.people.wording import ROLE_WORDS, scope_words
from kernel.access import Access, access, actor
from kernel.clock import BERLIN
from kernel.errors import RuleViolation
from kernel.i18n import _

PEOPLE = Access("people", can_manage_people)
blueprint = Blueprint("people", __name__, url_prefix="/verwaltung/personen")


@blueprint.context_processor
def words() -> dict[str, object]:
    """German words for roles and scopes."""
    return {"role_words": ROLE_WORDS, "scope_words": scope_words}


@blueprint.get("/")
@access(PEOPLE)
def listing() -> ResponseReturnValue:
    """Find people by name or address."""
    search = SearchForm(request.args)
    people = queries.people_for(actor(), search.q.data or "" if search.validate() else "")
    grants = queries.role_grants_for(actor(), [person.id for person in people])
    return render_template(
        "accounts/people.html", people=people, roles_of=_role_words(grants), search=search
    )


def _role_words(grants: Iterable[RoleGrant]) -> dict[UUID, list[str]]:
    """`Verwaltung (votes)` for each grant, by person."""
    found: dict[UUID, list[str]] = {}
    for grant in grants:
        text = f"{ROLE_WORDS[grant.role]} ({scope_words(grant.scope)})"
        found.setdefault(grant.person_id, []).append(text)
    return found


@blueprint.route("/<uuid:person_id>/", methods=["GET", "POST"])
@access(PEOPLE)
def show(person_id: UUID) -> ResponseReturnValue:
    """One person with their roles; the form grants another."""
    form = GrantForm.of_request()
    if form.sent_well():
        try:
            return _grant(person_id, form)
        except RuleViolation as violation:
            form.refuse(violation)
    person = queries.person_for(actor(), person_id)
    grants = queries.role_grants_for(actor(), [person_id])
    may_close = can_disable(actor(), person_id, queries.grants_of(person_id))
    page = render_template(
        "accounts/person.html", person=person, grants=grants, form=form, may_close=may_close
    )
    return page, 422 if form.errors else 200


def _grant(person_id: UUID, form: GrantForm) -> ResponseReturnValue:
    last_day = form.last_day.data
    after = last_day + timedelta(days=1) if last_day else None
    services.grant_role(
        actor=actor(),
        person=queries.person_for(actor(), person_id),
        role=form.role.data,
        scope=form.scope.data or "",
        until=datetime.combine(after, time(), BERLIN) if after else None,
    )
    return _done(person_id, _("Die Rolle ist vergeben. Die Person meldet sich dafür neu an."))


@blueprint.post("/<uuid:person_id>/rollen/<uuid:grant_id>/beenden")
@access(PEOPLE)
def end_role(person_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """End a role at once."""
    grant = queries.role_grant_for(actor(), person_id, grant_id)
    services.end_role(actor=actor(), grant=grant)
    return _done(person_id, _("Die Rolle ist beendet."))


@blueprint.post("/<uuid:person_id>/schliessen")
@access(PEOPLE)
def disable(person_id: UUID) -> ResponseReturnValue:
    """Close the account; all its sessions end."""
    services.disable_person(actor=actor(), person=queries.person_for(actor(), person_id))
    return _done(person_id, _("Das Konto ist geschlossen. Alle Sitzungen sind beendet."))


@blueprint.post("/<uuid:person_id>/oeffnen")
@access(PEOPLE)
def enable(person_id: UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    services.enable_person(actor=actor(), person=queries.person_for(actor(), person_id))
    return _done(person_id, _("Das Konto ist wieder offen."))


def _done(person_id: UUID, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for(".show", person_id=person_id), 303)
