"""The one judge of consultations: page, API, socket and other rooms ask it.

The order is fixed: visible, published, person not paused, role in scope, phase, limit. The first step that fails gives
the reason. What is invisible looks absent; every other reason may be shown.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

from accounts.people.queries import paused_until
from accounts.roles import is_administration, is_moderator
from kernel.actors import Actor
from kernel.i18n import _, lazy, moment_text, start_text
from kernel.subjects import ALLOWED, INVISIBLE, Verdict
from participation.consultations.membership import is_member
from participation.consultations.models.formats import Format, State, Visibility
from participation.consultations.rules import phases
from participation.consultations.rules.phases import Action

Limit = Callable[[], Verdict]

SEE = "see"


class OfficeAction(StrEnum):
    """What the office does; no phase binds it."""

    MANAGE = "manage"
    PUBLISH = "publish"
    ANSWER = "answer"
    EVALUATE = "evaluate"
    MODERATE = "moderate"


def may(
    actor: Actor, action: str, format_: Format, at: datetime, *, limits: Iterable[Limit] = ()
) -> Verdict:
    """Whether the actor may do this in the format at this instant; `limits` are asked last, in order."""
    if not can_see(actor, format_):
        return INVISIBLE
    if action == SEE:
        return ALLOWED
    if action in set(OfficeAction):
        return _office(actor, action, format_)
    return _first_refusal(
        lambda: _published(format_),
        lambda: _not_paused(actor, at),
        lambda: _role(actor, format_),
        lambda: _phase(action, format_, at),
        *limits,
    )


def may_after_sign_in(actor: Actor, action: str, format_: Format, at: datetime) -> Verdict:
    """What would be left to say once a visitor has an account: for those who write first and register on sending."""
    if actor.signed_in:
        return may(actor, action, format_, at)
    if not can_see(actor, format_):
        return INVISIBLE
    return _first_refusal(
        lambda: _published(format_),
        lambda: _open_to_all(format_),
        lambda: _phase(action, format_, at),
    )


def can_see(actor: Actor, format_: Format) -> bool:
    """Published: everybody, internal ones who is invited or moderates; a draft: the office in whose scope it lies."""
    if can_evaluate(actor, format_):
        return True
    if format_.state is State.ENTWURF:
        return False
    if format_.visibility is not Visibility.INTERN:
        return True
    return is_member(actor, format_.id) or can_moderate(actor, format_)


def can_manage(actor: Actor, format_: Format) -> bool:
    """The administration of the site, of the format's district, or of this format."""
    return actor.is_system or is_administration(actor, *format_.scopes)


def can_create(actor: Actor, district_key: str | None) -> bool:
    """The administration creates formats in its own district; city-wide ones the administration of the site."""
    if actor.is_system:
        return True
    return is_administration(actor, *([f"district:{district_key}"] if district_key else []))


def can_evaluate(actor: Actor, format_: Format) -> bool:
    """The administration, and evaluators named for the format or its district."""
    return can_manage(actor, format_) or actor.has("evaluator", *format_.scopes)


def can_moderate(actor: Actor, format_: Format) -> bool:
    """Moderators of the site, of the format's district, or of this format."""
    return is_moderator(actor, *format_.scopes)


#: what participants do, as the reason of a refusal names it
DEEDS = {
    Action.PROPOSE.value: lazy("Vorschlagen"),
    Action.EDIT.value: lazy("Ändern"),
    Action.AMEND.value: lazy("Änderungen vorschlagen"),
    Action.SIGN.value: lazy("Unterstützen"),
    Action.COMMENT.value: lazy("Mitreden"),
    Action.REACT.value: lazy("Bewerten"),
    Action.VOTE.value: lazy("Abstimmen"),
}
#: Everything else of the office is the administration's.
OFFICE_PERMISSIONS = {
    OfficeAction.EVALUATE.value: can_evaluate,
    OfficeAction.MODERATE.value: can_moderate,
}


def _first_refusal(*steps: Limit) -> Verdict:
    verdicts = (step() for step in steps)
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)


def _office(actor: Actor, action: str, format_: Format) -> Verdict:
    if OFFICE_PERMISSIONS.get(action, can_manage)(actor, format_):
        return ALLOWED
    return Verdict(False, _("Das ist Aufgabe der zuständigen Stelle."))


def _published(format_: Format) -> Verdict:
    if format_.state is State.ENTWURF:
        return Verdict(False, _("Das Format ist noch nicht veröffentlicht."))
    if format_.state is State.ARCHIVIERT:
        return Verdict(False, _("Das Format ist abgeschlossen. Sie können alles nachlesen."))
    return ALLOWED


def _not_paused(actor: Actor, at: datetime) -> Verdict:
    until = paused_until(actor.person_id, at) if actor.person_id else None
    if until is None:
        return ALLOWED
    reason = _("Sie können bis %(end)s nichts schreiben.", end=moment_text(until))
    return Verdict(False, reason, opens_at=until)


def _role(actor: Actor, format_: Format) -> Verdict:
    if not actor.signed_in:
        return Verdict(False, _("Zum Mitmachen brauchen Sie ein Konto."))
    to_all = _open_to_all(format_)
    return ALLOWED if to_all or is_member(actor, format_.id) else to_all


def _open_to_all(format_: Format) -> Verdict:
    if format_.visibility is Visibility.OEFFENTLICH:
        return ALLOWED
    return Verdict(False, _("Hier machen eingeladene Mitglieder mit."))


def _phase(action: str, format_: Format, at: datetime) -> Verdict:
    if phases.phase_allows(action, format_.phases, at):
        return ALLOWED
    deed = DEEDS.get(action, _("Das"))
    if opens_at := phases.opens_at(action, format_.phases, at):
        reason = _("%(deed)s geht ab %(start)s.", deed=deed, start=start_text(opens_at))
        return Verdict(False, reason, opens_at=opens_at)
    if closed_at := phases.closed_at(action, format_.phases, at):
        return Verdict(
            False, _("%(deed)s ging bis %(end)s.", deed=deed, end=moment_text(closed_at))
        )
    return Verdict(False, _("Das ist in diesem Format nicht vorgesehen."))
