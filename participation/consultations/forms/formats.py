"""The office's forms for formats."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from kernel.forms import Form, choice
from kernel.i18n import _, lazy
from participation.consultations.forms.moments import (
    end_data,
    end_in,
    moment_fields,
    start_data,
    start_in,
    with_moment,
)
from participation.consultations.models.formats import Visibility
from participation.consultations.models.site import Category, District
from participation.consultations.rules.blueprints import PHASES, Blueprint, Level, levels_of
from participation.consultations.services.drafts import (
    ANSWER_DAYS,
    PROPOSALS_PER_PERSON,
    Contact,
    FormatDraft,
    PhasePlan,
)
from participation.consultations.wording import LEVELS, SOURCES, VISIBILITIES, WHOLE_CITY
from participation.consultations.wording import PHASES as PHASE_NAMES

LINE = 200
PEOPLE = ("responsible", "deputy")
PERSON_PARTS = ("name", "role", "office", "contact")
FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")


def _line(label: str, *, required: bool = False, longest: int = LINE) -> StringField:
    needed = InputRequired(FILL_IN) if required else Optional()
    return StringField(label, [needed, Length(max=longest)])


def _number(label: str, default: int | None, description: str) -> IntegerField:
    return IntegerField(
        label, [Optional(), NumberRange(1, 10_000)], default=default, description=description
    )


@with_moment("deputy_from", lazy("Vertritt ab"))
@with_moment("deputy_until", lazy("Vertritt bis"))
class FormatForm(Form):
    """Everything about a format but its phases, which `form_for` adds."""

    blueprint: Blueprint

    version = HiddenField()
    title = StringField(lazy("Titel"), [InputRequired(FILL_IN), Length(5, 120)])
    summary = TextAreaField(
        lazy("Kurzfassung"),
        [InputRequired(FILL_IN), Length(max=600)],
        description=lazy(
            "Drei kurze Sätze: Worum geht es? Was können Menschen tun? Was folgt daraus?"
        ),
    )
    text = TextAreaField(
        lazy("Beschreibung"),
        [Length(max=20_000)],
        description=lazy("Überschriften, Listen und Links schreiben Sie in Markdown."),
    )
    level = RadioField(lazy("Beteiligungsgrad"), [InputRequired(FILL_IN)])
    district_key = SelectField(lazy("Bezirk"), [Optional()])
    visibility = RadioField(
        lazy("Sichtbarkeit"),
        choices=[choice(key.value, words) for key, words in VISIBILITIES.items()],
    )
    category_keys = SelectMultipleField(
        lazy("Themen, die ein Vorschlag haben kann"), option_widget=CheckboxInput()
    )
    proposals_per_person = _number(
        lazy("Vorschläge je Person"), PROPOSALS_PER_PERSON, lazy("Leer: beliebig viele.")
    )
    support_threshold = _number(
        lazy("Unterstützungen, ab denen die Antwortfrist beginnt"),
        None,
        lazy("Leer: Die Frist beginnt für alle nach dem Vorschlagen."),
    )
    answer_days = _number(lazy("Tage bis zur Antwort"), ANSWER_DAYS, "")
    responsible_name = _line(lazy("Name"))
    responsible_role = _line(lazy("Aufgabe"))
    responsible_office = _line(lazy("Stelle"))
    responsible_contact = _line(lazy("So erreicht man die Person"))
    deputy_name = _line(lazy("Name"))
    deputy_role = _line(lazy("Aufgabe"))
    deputy_office = _line(lazy("Stelle"))
    deputy_contact = _line(lazy("So erreicht man die Person"))

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields hold, every date is one instant, and a named person is named in full."""
        held = super().validate(extra_validators)
        self._plans = tuple(self._plan(position) for position in range(len(PHASES[self.blueprint])))
        self._responsible, self._deputy = (self._contact(who) for who in PEOPLE)
        return held and not self.errors

    def draft(self) -> FormatDraft:
        """The format as sent; only after `validate`."""
        plain = ("title", "summary", "text", "proposals_per_person", "support_threshold")
        return FormatDraft(
            **{name: self[name].data for name in plain},
            answer_days=self.answer_days.data or ANSWER_DAYS,
            blueprint=self.blueprint,
            level=Level(self.level.data),
            visibility=Visibility(self.visibility.data),
            district_key=self.district_key.data or None,
            category_keys=tuple(self.category_keys.data or ()),
            phases=self._plans,
            responsible=self._responsible,
            deputy=self._deputy,
        )

    def based_on(self) -> int:
        """The version this form was opened on."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() else 0

    def _plan(self, position: int) -> PhasePlan:
        prefix, kind = f"phase{position}", PHASES[self.blueprint][position]
        return PhasePlan(
            type=kind,
            title=self[f"{prefix}_title"].data or str(PHASE_NAMES[kind]),
            starts_at=start_in(self, f"{prefix}_starts"),
            ends_at=end_in(self, f"{prefix}_ends"),
        )

    def _contact(self, who: str) -> Contact | None:
        fields = {part: self[f"{who}_{part}"] for part in PERSON_PARTS}
        begins, ends = self._deputy_dates() if who == "deputy" else (None, None)
        if not any(field.data for field in fields.values()) and not (begins or ends):
            return None
        for field in fields.values():
            if not field.data:
                field.errors = [*field.errors, str(FILL_IN)]
        words = {part: field.data or "" for part, field in fields.items()}
        return Contact(**words, from_at=begins, until_at=ends)

    def _deputy_dates(self) -> tuple[datetime | None, datetime | None]:
        """From when until when the deputy answers; an end before the beginning is refused."""
        begins, ends = start_in(self, "deputy_from"), end_in(self, "deputy_until")
        if begins and ends and ends <= begins:
            field = self["deputy_until_on"]
            field.errors = [*field.errors, _("Das Ende liegt nicht nach dem Beginn.")]
        return begins, ends


def form_for(
    blueprint: Blueprint,
    *,
    districts: Sequence[District],
    city_wide: bool,
    categories: Sequence[Category],
    draft: FormatDraft | None = None,
    version: int = 0,
) -> FormatForm:
    """The form of a blueprint as sent, or filled with this draft; with the places its author may choose."""
    form = _form_class(blueprint).of_request(**prefill(draft), version=version)
    form.level.choices = [
        choice(level.value, LEVELS[level]) for level in Level if level in levels_of(blueprint)
    ]
    form.district_key.choices = [
        *([choice("", WHOLE_CITY)] if city_wide else []),
        *(choice(district.key, district.name) for district in districts),
    ]
    form.category_keys.choices = [
        choice(row.key, f"{SOURCES[row.source]} {row.number}: {row.title}") for row in categories
    ]
    return form


def prefill(draft: FormatDraft | None) -> dict[str, Any]:
    """How the form shows a draft; a new one is public."""
    if draft is None:
        return {"visibility": Visibility.OEFFENTLICH.value}
    plain = ("title", "summary", "text", "proposals_per_person", "support_threshold", "answer_days")
    data = {name: getattr(draft, name) for name in plain}
    data |= {"level": draft.level.value, "visibility": draft.visibility.value}
    data |= {"district_key": draft.district_key or "", "category_keys": list(draft.category_keys)}
    for position, plan in enumerate(draft.phases):
        data |= {f"phase{position}_title": plan.title}
        data |= start_data(f"phase{position}_starts", plan.starts_at)
        data |= end_data(f"phase{position}_ends", plan.ends_at)
    return data | _people_data(draft)


def _people_data(draft: FormatDraft) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for who in PEOPLE:
        contact: Contact | None = getattr(draft, who)
        if contact:
            data |= {f"{who}_{part}": getattr(contact, part) for part in PERSON_PARTS}
    if draft.deputy:
        data |= start_data("deputy_from", draft.deputy.from_at)
        data |= end_data("deputy_until", draft.deputy.until_at)
    return data


def _form_class(blueprint: Blueprint) -> type[FormatForm]:
    fields: dict[str, Any] = {"blueprint": blueprint}
    for position, kind in enumerate(PHASES[blueprint]):
        prefix = f"phase{position}"
        fields[f"{prefix}_title"] = StringField(
            lazy("Name der Phase"),
            [Optional(), Length(max=80)],
            default=partial(str, PHASE_NAMES[kind]),
        )
        name = {"phase": PHASE_NAMES[kind]}
        fields |= moment_fields(f"{prefix}_starts", _("%(phase)s beginnt am", **name))
        fields |= moment_fields(f"{prefix}_ends", _("%(phase)s endet am", **name))
    return type("BlueprintForm", (FormatForm,), fields)


class CopyForm(Form):
    """The title of a format that begins with the words of another."""

    title = StringField(
        lazy("Titel"),
        [InputRequired(FILL_IN), Length(5, 120)],
        description=lazy("Aus dem Titel entsteht die Adresse der Seite."),
    )


@with_moment("ends", lazy("Neues Ende"))
class ExtensionForm(Form):
    """Another end of a running phase, and why; `version` is the end that stood on the page."""

    version = HiddenField()
    reason = TextAreaField(
        lazy("Grund"),
        [InputRequired(FILL_IN), Length(max=500)],
        description=lazy("Der Grund steht öffentlich auf der Seite des Formats."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The reason is there, and the new end is one instant."""
        held = super().validate(extra_validators)
        if self["ends_on"].data is None:
            self["ends_on"].errors = [*self["ends_on"].errors, str(FILL_IN)]
        self._ends_at = end_in(self, "ends")
        return held and not self.errors

    def based_on(self) -> datetime | None:
        """The end this form was opened on."""
        try:
            return datetime.fromisoformat(self.version.data or "")
        except ValueError:
            return None

    def extension(self) -> tuple[datetime, str]:
        """The new end and the reason; only after `validate`."""
        if self._ends_at is None:
            raise ValueError("The form was not validated.")
        return self._ends_at, self.reason.data or ""
