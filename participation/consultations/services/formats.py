"""A format from draft to archive.

Texts are rendered before the transaction begins: nobody waits for another's Markdown.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, transactional
from kernel.errors import Conflict, NotPermitted, RuleViolation
from kernel.events import Event, record
from kernel.i18n import _, lazy
from kernel.markdown import Rendered, render
from kernel.slugs import slug_of
from participation.consultations.events.formats import (
    FormatArchived,
    FormatCreated,
    FormatDiscarded,
    FormatEdited,
    FormatPublished,
)
from participation.consultations.models.formats import Format, Responsible, State, Visibility
from participation.consultations.models.site import Category, District
from participation.consultations.permissions import OfficeAction, can_create
from participation.consultations.rules.blueprints import PHASES
from participation.consultations.rules.publication import Gap, gaps
from participation.consultations.services.audience import audience_of
from participation.consultations.services.drafts import Contact, FormatDraft, draft_of
from participation.consultations.services.holding import hold
from participation.consultations.services.permit import permit
from participation.consultations.services.phases import plan_phases
from participation.voting.queries import has_vote

GAPS = {
    Gap.LEVEL: lazy("Dieser Bauplan kann den Beteiligungsgrad nicht halten."),
    Gap.RESPONSIBLE: lazy("Es fehlt, wer zuständig ist."),
    Gap.DATES: lazy("Es fehlt mindestens eine Phase mit Beginn."),
    Gap.END: lazy("Nur die letzte Phase kann ohne Ende weiterlaufen. Eine andere hat kein Ende."),
}
PLAIN_FIELDS = (
    "title",
    "summary",
    "level",
    "visibility",
    "proposals_per_person",
    "support_threshold",
    "answer_days",
)


class FormatChangedMeanwhile(Conflict):
    """Somebody else changed the format since the form was opened; nothing was stored."""

    message = lazy("Jemand hat das Format inzwischen geändert. Ihre Eingaben stehen noch da.")


class NotReadyToPublish(RuleViolation):
    """Something the public relies on is missing."""


class PhasesDoNotFit(RuleViolation):
    """A format has the phases of its blueprint, in their order."""

    message = lazy("Die Phasen passen nicht zum Bauplan.")


class BlueprintIsFixed(Conflict):
    """People took part by the promise of the old blueprint."""

    message = lazy("Der Bauplan eines Formats bleibt, wie er ist.")


class FormatIsNotADraft(Conflict):
    """It is public already."""

    message = lazy("Dieses Format ist schon veröffentlicht.")


class FormatIsArchived(Conflict):
    """The archive is read-only."""

    message = lazy("Dieses Format ist archiviert und bleibt, wie es ist.")


class AddressIsTaken(Conflict):
    """Another format got this address at the same instant."""

    message = lazy("Diese Adresse ist gerade vergeben worden. Bitte speichern Sie noch einmal.")


rule("uq_formats_slug", AddressIsTaken)


class VoteStaysPublic(Conflict):
    """A vote names the proposals of its format to everybody."""

    message = lazy("Zu diesem Format gibt es eine Abstimmung. Es kann nicht mehr intern werden.")


class FormatIsNotPublic(Conflict):
    """Only what is public can be archived."""

    message = lazy("Archivieren können Sie nur ein veröffentlichtes Format.")


def create_format(*, actor: Actor, draft: FormatDraft, slug: str = "") -> Format:
    """Begin a draft; its address is made of the title unless one is given."""
    return _create(actor, draft, render(draft.text), slug)


@transactional
def _create(actor: Actor, draft: FormatDraft, text: Rendered, slug: str) -> Format:
    if not can_create(actor, draft.district_key):
        raise NotPermitted(_("Sie können hier kein Format anlegen."))
    at = clock.now()
    format_ = Format(slug=slug or _free_slug(draft.title), blueprint=draft.blueprint, created_at=at)
    _take(format_, draft, text, at)
    db.session.add(format_)
    db.session.flush()
    _tell(FormatCreated(format_.id, format_.slug), format_, actor)
    return format_


def edit_format(*, actor: Actor, format_: Format, based_on: int, draft: FormatDraft) -> Format:
    """Replace words, dates and people of the format, unless it changed since version `based_on`."""
    return _edit(actor, format_, based_on, draft, render(draft.text))


@transactional
def _edit(
    actor: Actor, format_: Format, based_on: int, draft: FormatDraft, text: Rendered
) -> Format:
    hold(format_)
    at = clock.now()
    permit(actor, OfficeAction.MANAGE, format_, at)
    if draft.district_key != format_.district_key and not can_create(actor, draft.district_key):
        raise NotPermitted(_("In diesem Bezirk können Sie keine Formate führen."))
    if format_.state is State.ARCHIVIERT:
        raise FormatIsArchived
    if format_.version != based_on:
        raise FormatChangedMeanwhile
    if draft.blueprint is not format_.blueprint:
        raise BlueprintIsFixed(field="blueprint")
    if draft.visibility is Visibility.INTERN and has_vote(format_.subject):
        raise VoteStaysPublic(field="visibility")
    _take(format_, draft, text, at)
    if format_.state is not State.ENTWURF:
        _ensure_ready(format_)
    db.session.flush()
    _tell(FormatEdited(format_.id, format_.version), format_, actor)
    return format_


def copy_format(*, actor: Actor, source: Format, title: str) -> Format:
    """Begin a draft with the words and people of an earlier format; its phases lose their dates."""
    permit(actor, "see", source, clock.now())
    draft = draft_of(source)
    undated = tuple(replace(plan, starts_at=None, ends_at=None) for plan in draft.phases)
    return create_format(actor=actor, draft=replace(draft, title=title, phases=undated))


@transactional
def publish_format(*, actor: Actor, format_: Format) -> Format:
    """Let people see the draft, and take part while its phases run."""
    hold(format_)
    at = clock.now()
    permit(actor, OfficeAction.PUBLISH, format_, at)
    if format_.state is not State.ENTWURF:
        raise FormatIsNotADraft
    _ensure_ready(format_)
    format_.state, format_.published_at, format_.edited_at = State.VEROEFFENTLICHT, at, at
    _tell(FormatPublished(format_.id, format_.slug, format_.title), format_, actor)
    return format_


@transactional
def discard_format(*, actor: Actor, format_: Format) -> None:
    """Delete a draft; what was public once stays readable for good."""
    hold(format_)
    permit(actor, OfficeAction.MANAGE, format_, clock.now())
    if format_.state is not State.ENTWURF:
        raise FormatIsNotADraft
    _tell(FormatDiscarded(format_.id), format_, actor)
    db.session.delete(format_)


@transactional
def archive_format(*, actor: Actor, format_: Format) -> Format:
    """Close a published format for good; it stays readable and findable."""
    hold(format_)
    at = clock.now()
    permit(actor, OfficeAction.MANAGE, format_, at)
    if format_.state is not State.VEROEFFENTLICHT:
        raise FormatIsNotPublic
    format_.state, format_.archived_at, format_.edited_at = State.ARCHIVIERT, at, at
    _tell(FormatArchived(format_.id), format_, actor)
    return format_


def _take(format_: Format, draft: FormatDraft, text: Rendered, at: datetime) -> None:
    if tuple(plan.type for plan in draft.phases) != PHASES[draft.blueprint]:
        raise PhasesDoNotFit
    district, categories = _district(draft.district_key), _categories(draft.category_keys)
    for name in PLAIN_FIELDS:
        setattr(format_, name, getattr(draft, name))
    format_.take(text)
    format_.district, format_.categories = district, categories
    _set_responsibles(format_, draft.responsible, draft.deputy)
    plan_phases(format_, draft.phases, at)
    format_.edited_at = at


def _set_responsibles(format_: Format, responsible: Contact | None, deputy: Contact | None) -> None:
    wanted = [contact for contact in (responsible, deputy) if contact]
    while len(format_.responsibles) > len(wanted):
        format_.responsibles.pop()
    for position, contact in enumerate(wanted):
        if position == len(format_.responsibles):
            format_.responsibles.append(Responsible(position=position))
        row = format_.responsibles[position]
        row.is_deputy = contact is deputy
        for field in fields(contact):
            setattr(row, field.name, getattr(contact, field.name))


def _district(key: str | None) -> District | None:
    if key is None:
        return None
    district = db.session.get(District, key)
    if district is None:
        raise RuleViolation(_("Diesen Bezirk gibt es nicht."), field="district_key")
    return district


def _categories(keys: Sequence[str]) -> list[Category]:
    found = db.session.scalars(select(Category).where(Category.key.in_(keys))).all()
    if len(found) != len(set(keys)):
        raise RuleViolation(_("Dieses Thema gibt es nicht."), field="category_keys")
    return list(found)


def _ensure_ready(format_: Format) -> None:
    missing = gaps_of(format_)
    if missing:
        raise NotReadyToPublish(" ".join(missing))


def gaps_of(format_: Format) -> list[str]:
    """What the format still lacks before it can be published, as sentences."""
    found = gaps(
        blueprint=format_.blueprint,
        level=format_.level,
        responsibles=sum(not row.is_deputy for row in format_.responsibles),
        phases=format_.planned_phases,
    )
    return [str(GAPS[gap]) for gap in found]


def _free_slug(title: str) -> str:
    return slug_of(title, taken=set(db.session.scalars(select(Format.slug))))


def _tell(event: Event, format_: Format, actor: Actor) -> None:
    record(event, subject=format_.subject, actor=actor, audience=audience_of(format_))
