"""Forms for tables, seats, deputies and the public name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from kernel.forms import Form, choice
from kernel.i18n import lazy
from roundtable.tables import districts
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.rules.groups import titles_in
from roundtable.tables.rules.names import PublicName
from roundtable.tables.rules.seats import Role
from roundtable.tables.services.seats import SeatDraft
from roundtable.tables.services.tables import ALL_GROUPS, TableDraft
from roundtable.tables.wording import PUBLIC_NAMES, ROLES, WHOLE_CITY

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")
PLAIN = (
    "name",
    "purpose",
    "taking_part",
    "place",
    "notice_days",
    "objection_days",
    "speaking_seconds",
)


def _number(label: str, default: int, least: int, most: int) -> IntegerField:
    return IntegerField(label, [InputRequired(FILL_IN), NumberRange(least, most)], default=default)


class TableForm(Form):
    """Everything the office says of a table."""

    version = HiddenField()
    name = StringField(lazy("Name"), [InputRequired(FILL_IN), Length(3, 120)])
    purpose = TextAreaField(
        lazy("Wofür ist dieser Runde Tisch da?"),
        [InputRequired(FILL_IN), Length(max=600)],
        description=lazy("Ein oder zwei kurze Sätze."),
    )
    taking_part = TextAreaField(
        lazy("Wie kann jemand mitmachen, der keinen Sitz hat?"),
        [Optional(), Length(max=1000)],
        description=lazy("Zum Beispiel: an wen man sich wendet und wann Gäste willkommen sind."),
    )
    district_key = SelectField(lazy("Bezirk"), [Optional()])
    place = StringField(lazy("Wo trifft er sich meistens?"), [Optional(), Length(max=200)])
    groups = TextAreaField(
        lazy("Gruppen am Tisch"),
        [InputRequired(FILL_IN), Length(max=800)],
        description=lazy("Eine je Zeile, in der Reihenfolge der öffentlichen Seite."),
    )
    notice_days = _number(lazy("Tage von der Einladung bis zur Sitzung"), 7, 1, 60)
    objection_days = _number(lazy("Tage für Änderungswünsche zum Protokoll"), 7, 1, 60)
    speaking_seconds = _number(lazy("Redezeit in Sekunden"), 180, 30, 3600)

    def draft(self) -> TableDraft:
        """The table as sent; only after `validate`."""
        plain: dict[str, Any] = {name: self[name].data or "" for name in PLAIN[:4]}
        return TableDraft(
            **plain,
            **{name: self[name].data for name in PLAIN[4:]},
            district_key=self.district_key.data or None,
            groups=tuple(titles_in(self.groups.data or "")),
        )

    def based_on(self) -> int:
        """The version this form was opened on."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() else 0


class NewTableForm(TableForm):
    """The same, and the code that nobody can change later."""

    code = StringField(
        lazy("Kürzel"),
        [InputRequired(FILL_IN), Length(max=8)],
        description=lazy(
            "2 bis 8 Großbuchstaben. Damit beginnen die Nummern der Beschlüsse. Es bleibt für immer."
        ),
    )


def new_table_form(*, city_wide: bool) -> NewTableForm:
    """The form of a table that is not there yet; it begins with the usual groups."""
    form = NewTableForm.of_request(groups="\n".join(ALL_GROUPS))
    _offer_districts(form, city_wide=city_wide)
    return form


def table_form(table: RoundTable, *, city_wide: bool) -> TableForm:
    """The form as sent, or filled with this table."""
    form = TableForm.of_request(**_data_of(table))
    _offer_districts(form, city_wide=city_wide)
    return form


def _offer_districts(form: TableForm, *, city_wide: bool) -> None:
    """The places this author may choose."""
    form.district_key.choices = [
        *([choice("", WHOLE_CITY)] if city_wide else []),
        *(choice(key, name) for key, name in districts.names().items()),
    ]


def _data_of(table: RoundTable) -> dict[str, Any]:
    return {
        **{name: getattr(table, name) for name in PLAIN},
        "version": table.version,
        "district_key": table.district_key or "",
        "groups": "\n".join(group.title for group in table.groups),
    }


def _address(description: str, *, required: bool) -> EmailField:
    needed = InputRequired(FILL_IN) if required else Optional()
    return EmailField(lazy("E-Mail-Adresse"), [needed, Length(max=254)], description=description)


class SeatForm(Form):
    """Who gets a seat, and for whom they speak."""

    email = _address(
        lazy("Die Person braucht ein Konto mit dieser Adresse. Leer: Der Sitz ist unbesetzt."),
        required=False,
    )
    organisation = StringField(
        lazy("Organisation"),
        [Optional(), Length(max=120)],
        description=lazy("Für wen die Person spricht. Leer, wenn sie für sich selbst spricht."),
    )
    group_key = SelectField(lazy("Gruppe"), [InputRequired(FILL_IN)])
    role = RadioField(lazy("Aufgabe"), [InputRequired(FILL_IN)])
    votes = BooleanField(lazy("Stimmt mit ab"), description=lazy("Gäste stimmen nie mit ab."))

    def draft(self, person_id: UUID | None) -> SeatDraft:
        """The seat as sent, for this person; only after `validate`."""
        return SeatDraft(
            person_id=person_id,
            group_key=self.group_key.data,
            role=Role(self.role.data),
            votes=bool(self.votes.data),
            organisation=self.organisation.data or "",
        )


def seat_form(table: RoundTable, roles: list[Role], seat: Seat | None = None) -> SeatForm:
    """The form as sent; handing a seat on begins with its group, task and organisation."""
    data: dict[str, Any] = {"role": Role.MEMBER.value, "votes": True}
    if seat:
        data = {
            "organisation": seat.organisation,
            "group_key": seat.group_key,
            "role": seat.role.value,
            "votes": seat.votes,
        }
    form = SeatForm.of_request(**data)
    form.group_key.choices = [
        choice("", lazy("Bitte wählen")),
        *(choice(group.key, group.title) for group in table.groups),
    ]
    form.role.choices = [choice(role.value, ROLES[role]) for role in roles]
    return form


class DeputyForm(Form):
    """One more person who stands in."""

    email = _address(lazy("Die Person braucht ein Konto mit dieser Adresse."), required=True)


class PublicNameForm(Form):
    """What the public learns of a seat."""

    level = RadioField(
        lazy("Was sollen alle auf der Seite des Runden Tisches lesen?"),
        [InputRequired(FILL_IN)],
        choices=[choice(level.value, words) for level, words in PUBLIC_NAMES.items()],
    )

    def chosen(self) -> PublicName:
        """The level as sent; only after `validate`."""
        return PublicName(self.level.data)


class DistrictFilter(Form):
    """Which district the list shows; unknown words filter nothing."""

    bezirk = SelectField(lazy("Bezirk"), [Optional()], validate_choice=False)

    def chosen(self) -> str | None:
        """The key of a known district, or None for all."""
        known = {entry.value for entry in self.bezirk.choices}  # type: ignore[union-attr]
        return (self.bezirk.data or None) if self.bezirk.data in known else None


def district_filter(names: Mapping[str, str]) -> DistrictFilter:
    """The filter as it stands in the address."""
    form = DistrictFilter(request.args)
    entries = [choice(key, name) for key, name in names.items()]
    form.bezirk.choices = [choice("", lazy("Alle Bezirke")), *entries]
    return form
