"""What the office hands in to make or change a format."""

from dataclasses import dataclass, fields
from datetime import datetime

from participation.consultations.models.formats import Format, Responsible, Visibility
from participation.consultations.rules.blueprints import Blueprint, Level
from participation.consultations.rules.phases import PhaseType

ANSWER_DAYS = 42
PROPOSALS_PER_PERSON = 5


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase as planned; without dates it grants nothing yet."""

    type: PhaseType
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who answers, as the public sees them; a deputy may stand in for `[from_at, until_at)`."""

    name: str
    role: str
    office: str
    contact: str
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FormatDraft:
    """A whole format as the office writes it."""

    title: str
    summary: str
    text: str
    blueprint: Blueprint
    level: Level
    phases: tuple[PhasePlan, ...]
    visibility: Visibility = Visibility.OEFFENTLICH
    district_key: str | None = None
    responsible: Contact | None = None
    deputy: Contact | None = None
    category_keys: tuple[str, ...] = ()
    proposals_per_person: int | None = PROPOSALS_PER_PERSON
    support_threshold: int | None = None
    answer_days: int = ANSWER_DAYS


def draft_of(format_: Format) -> FormatDraft:
    """The format as the office would write it today."""
    people = {row.is_deputy: _contact_of(row) for row in format_.responsibles}
    return FormatDraft(
        title=format_.title,
        summary=format_.summary,
        text=format_.text,
        blueprint=format_.blueprint,
        level=format_.level,
        phases=tuple(
            PhasePlan(phase.type, phase.title, phase.starts_at, phase.ends_at)
            for phase in format_.planned_phases
        ),
        visibility=format_.visibility,
        district_key=format_.district_key,
        responsible=people.get(False),
        deputy=people.get(True),
        category_keys=tuple(category.key for category in format_.categories),
        proposals_per_person=format_.proposals_per_person,
        support_threshold=format_.support_threshold,
        answer_days=format_.answer_days,
    )


def _contact_of(row: Responsible) -> Contact:
    return Contact(**{field.name: getattr(row, field.name) for field in fields(Contact)})
