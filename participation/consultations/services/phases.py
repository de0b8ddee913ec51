"""Dates of phases: planned with the format, held once they have begun, extended in public."""

from collections.abc import Sequence
from datetime import datetime

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import Conflict, RuleViolation
from kernel.events import record
from kernel.i18n import _, lazy
from participation.consultations.events.formats import PhaseExtended
from participation.consultations.models.formats import Format, Phase, PhaseExtension, State
from participation.consultations.permissions import OfficeAction
from participation.consultations.rules.phases import (
    PhaseState,
    first_overlap,
    is_well_ordered,
    state_of,
)
from participation.consultations.services.audience import audience_of
from participation.consultations.services.drafts import PhasePlan
from participation.consultations.services.holding import hold
from participation.consultations.services.permit import permit


class PhasesOverlap(RuleViolation):
    """Two phases of a format share an instant; parallel work is a second, linked format."""

    message = lazy("Zwei Phasen überschneiden sich.")


class PhaseEndsTooEarly(RuleViolation):
    """A phase needs its end after its start."""

    message = lazy("Das Ende liegt nicht nach dem Beginn.")


class StartedPhaseIsFixed(Conflict):
    """What has begun keeps its dates; only its end moves, with a public reason."""

    message = lazy(
        "Diese Phase hat schon begonnen. Ihr Ende verschieben Sie mit „Ende verschieben“ und einer Begründung."
    )


class PhaseIsNotRunning(Conflict):
    """Only a running phase with an end can get another one."""

    message = lazy("Verschieben können Sie nur das Ende einer laufenden Phase.")


class EndWasMoved(Conflict):
    """Somebody else moved it since the form was opened; nothing was stored."""

    message = lazy("Jemand hat das Ende inzwischen verschoben. Ihre Eingaben stehen noch da.")


class ReasonIsMissing(RuleViolation):
    """People planned with the old date; they are told why it moved."""

    message = lazy("Bitte nennen Sie den Grund. Er ist öffentlich.")


def plan_phases(format_: Format, plans: Sequence[PhasePlan], at: datetime) -> None:
    """Bring the phases to these plans, place by place; begun ones of a published format keep their dates."""
    held = {phase.position: phase for phase in format_.planned_phases}
    for position, plan in enumerate(plans):
        phase = held.get(position) or _new_phase(format_, position, plan)
        if _is_fixed(phase, at) and (phase.starts_at, phase.ends_at) != (
            plan.starts_at,
            plan.ends_at,
        ):
            raise StartedPhaseIsFixed(field=f"phase{position}_starts_on")
        phase.title = plan.title
        phase.starts_at, phase.ends_at = plan.starts_at, plan.ends_at
    ensure_dates_hold(format_.planned_phases)


def ensure_dates_hold(phases: Sequence[Phase]) -> None:
    """Each phase ends after it starts, and no two share an instant."""
    for phase in phases:
        if not is_well_ordered(phase):
            raise PhaseEndsTooEarly(field=f"phase{phase.position}_ends_on")
    if overlap := first_overlap(phases):
        one, two = overlap
        message = _("„%(one)s“ und „%(two)s“ überschneiden sich.", one=one.title, two=two.title)
        raise PhasesOverlap(message, field=f"phase{two.position}_starts_on")


@transactional
def extend_phase(
    *, actor: Actor, phase: Phase, based_on: datetime | None, ends_at: datetime, reason: str
) -> PhaseExtension:
    """Move the end of a running phase from `based_on` to another instant that is still to come; say why in public."""
    format_ = hold(phase.format)
    at = clock.now()
    permit(actor, OfficeAction.MANAGE, format_, at)
    ended_at = _ensure_extendable(phase, based_on, ends_at, reason, at)
    phase.ends_at, format_.edited_at = ends_at, at
    ensure_dates_hold(format_.planned_phases)
    extension = PhaseExtension(
        phase_id=phase.id, ended_at=ended_at, ends_at=ends_at, reason=reason, at=at
    )
    db.session.add(extension)
    record(
        PhaseExtended(format_.id, phase.id, ended_at, ends_at, reason),
        subject=format_.subject,
        actor=actor,
        audience=audience_of(format_),
    )
    return extension


def _ensure_extendable(
    phase: Phase, based_on: datetime | None, ends_at: datetime, reason: str, at: datetime
) -> datetime:
    if not _is_running(phase, at) or phase.ends_at is None:
        raise PhaseIsNotRunning
    if phase.ends_at != based_on:
        raise EndWasMoved
    if ends_at <= at:
        raise PhaseEndsTooEarly(_("Das neue Ende liegt in der Vergangenheit."), field="ends_on")
    if ends_at == phase.ends_at:
        raise PhaseEndsTooEarly(_("Das ist schon das Ende dieser Phase."), field="ends_on")
    if not reason:
        raise ReasonIsMissing(field="reason")
    return phase.ends_at


def _is_running(phase: Phase, at: datetime) -> bool:
    published = phase.format.state is State.VEROEFFENTLICHT
    return published and state_of(phase, at) is PhaseState.LAEUFT


def _is_fixed(phase: Phase, at: datetime) -> bool:
    published = phase.format.state is not State.ENTWURF
    return published and state_of(phase, at) in {PhaseState.LAEUFT, PhaseState.BEENDET}


def _new_phase(format_: Format, position: int, plan: PhasePlan) -> Phase:
    phase = Phase(position=position, type=plan.type, title=plan.title)
    format_.planned_phases.append(phase)
    return phase
