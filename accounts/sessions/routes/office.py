"""What the office can do about the sessions of others: end them all, programs' keys too, for example after a theft."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.people.queries import person_for
from accounts.people.routes import PEOPLE
from accounts.sessions.services.sessions import end_sessions
from kernel.access import access, actor
from kernel.i18n import _

blueprint = Blueprint("office_sessions", __name__, url_prefix="/verwaltung/personen")


@blueprint.post("/<uuid:person_id>/sitzungen/beenden")
@access(PEOPLE)
def end_all(person_id: UUID) -> ResponseReturnValue:
    """Sign a person out everywhere."""
    end_sessions(actor=actor(), person_id=person_for(actor(), person_id).id)
    flash(_("Alle Sitzungen und Zugangsschlüssel der Person sind beendet."), "success")
    return redirect(url_for("people.show", person_id=person_id), 303)
