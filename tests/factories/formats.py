"""Formats as the office makes them."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from participation.consultations.models.formats import Format
from participation.consultations.models.site import District, Source
from participation.consultations.rules.blueprints import PHASES, Blueprint, Level
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services import site
from participation.consultations.services.drafts import Contact, FormatDraft, PhasePlan
from participation.consultations.services.formats import create_format, publish_format
from tests.factories.actors import an_official

PHASE_DAYS = 10
numbers = count(1)


def plans(
    blueprint: Blueprint = Blueprint.OFFER_WISHES,
    running: PhaseType | None = PhaseType.COLLECT,
    at: datetime | None = None,
) -> tuple[PhasePlan, ...]:
    """The blueprint's phases, ten days each; the one named began two days ago. None: all begin in ten days."""
    types = PHASES[blueprint]
    place = types.index(running) if running else -1
    first = (at or clock.now()) - timedelta(days=2 + PHASE_DAYS * place)
    starts = [first + timedelta(days=PHASE_DAYS * number) for number in range(len(types) + 1)]
    return tuple(
        PhasePlan(kind, f"Phase {kind}", starts[number], starts[number + 1])
        for number, kind in enumerate(types)
    )


def a_contact(**changes: object) -> Contact:
    """Somebody who answers."""
    contact = Contact(
        "Jonas Brandt", "Projektleitung", "Referat Engagement", "engagement@beispiel.example"
    )
    return replace(contact, **changes)  # type: ignore[arg-type]


def a_plan(
    *,
    running: PhaseType | None = PhaseType.COLLECT,
    blueprint: Blueprint = Blueprint.OFFER_WISHES,
    **changes: object,
) -> FormatDraft:
    """A complete format as the office writes it."""
    draft = FormatDraft(
        title=f"Welche Angebote soll die Karte haben? {next(numbers)}",
        summary="Sie schlagen vor. Wir prüfen. Sie stimmen ab.",
        text="Wer sich engagiert, sammelt **Punkte**.",
        blueprint=blueprint,
        level=Level.KONSULTATION if PhaseType.ANSWER in PHASES[blueprint] else Level.INFORMATION,
        phases=plans(blueprint, running),
        responsible=a_contact(),
        deputy=a_contact(name="Aylin Yilmaz"),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def a_draft_format(*, actor: Actor | None = None, **changes: object) -> Format:
    """A format that only the office sees."""
    return create_format(actor=actor or an_official(), draft=a_plan(**changes))  # type: ignore[arg-type]


def a_format(
    *,
    actor: Actor | None = None,
    running: PhaseType | None = PhaseType.COLLECT,
    blueprint: Blueprint = Blueprint.OFFER_WISHES,
    **changes: object,
) -> Format:
    """A published format whose named phase runs now; `changes` are fields of `FormatDraft`."""
    actor = actor or an_official()
    format_ = a_draft_format(actor=actor, running=running, blueprint=blueprint, **changes)
    return publish_format(actor=actor, format_=format_)


def a_district(key: str = "nord", name: str = "Hamburg-Nord") -> District:
    """A district of the site, made once."""
    known = db.session.get(District, key)
    return known or site.set_district(actor=an_official(), key=key, name=name, rank=1)


def a_category(key: str = "orte", number: int = 1) -> str:
    """The key of a category of the site."""
    title = f"Thema {number}"
    return site.set_category(
        actor=an_official(),
        key=key,
        source=Source.STADT,
        number=number,
        title=title,
        summary=f"{title} in einem Satz.",
    ).key
