"""What the pages of the room take in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from wtforms import Field, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from kernel.forms import Form, choice
from kernel.i18n import _, lazy
from kernel.ids import new_id
from roundtable.meetings.queries import SeatLine
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.speaking.room import Room
from roundtable.meetings.speaking.wording import KINDS

CHOOSE = lazy("Bitte wählen Sie eine Person.")
NO_LONGER = lazy("Das ist schon eingetragen oder nicht mehr möglich. Bitte wählen Sie neu.")
NOBODY = choice("", lazy("Bitte wählen"))
PLACE = lazy("Bitte nennen Sie einen Platz ab 1.")
MOST_PLACES = 500


class MoveForm(Form):
    """The chair puts somebody at another place."""

    entry = SelectField(lazy("Wer?"), [InputRequired(CHOOSE)])
    position = IntegerField(
        lazy("Neuer Platz"), [InputRequired(PLACE), NumberRange(1, MOST_PLACES, message=PLACE)]
    )
    reason = StringField(
        lazy("Grund"),
        [Length(max=200)],
        description=lazy("Alle am Tisch lesen den Grund."),
    )


class EnterForm(Form):
    """Chair or secretary enter somebody without a device."""

    id = HiddenField()
    seat = SelectField(lazy("Wer?"), [InputRequired(CHOOSE)])
    kind = SelectField(
        lazy("Was?"), choices=[choice(kind.value, KINDS[kind]) for kind in Kind], default="beitrag"
    )


@dataclass(frozen=True)
class Step:
    """Somebody comes for a seat, or leaves it."""

    seat_id: UUID
    inward: bool
    deputy_name: str = ""
    deputy_id: UUID | None = None


class AttendForm(Form):
    """Chair or secretary note in the room that somebody comes or goes."""

    step = SelectField(lazy("Wer?"), [InputRequired(CHOOSE)], validate_choice=False)
    steps: dict[str, Step]

    def validate_step(self, field: Field) -> None:
        """Somebody else may have noted it since the page was made."""
        if field.data not in self.steps:
            raise ValidationError(str(NO_LONGER))

    def chosen(self) -> Step:
        """The step that was sent; after the form was found well."""
        return self.steps[self.step.data]


def move_form(room: Room) -> MoveForm:
    """The form with everybody who waits with an ordinary contribution."""
    form = MoveForm.of_request()
    ordinary = [line for line in room.waiting if line.kind is Kind.BEITRAG]
    form.entry.choices = [NOBODY, *(choice(str(line.id), line.name) for line in ordinary)]
    return form


def enter_form(room: Room) -> EnterForm:
    """The form with everybody who is there; its id makes a form sent twice one request."""
    form = EnterForm.of_request(id=str(new_id()))
    there = (choice(str(seat_id), name) for seat_id, name in room.present.items())
    form.seat.choices = [NOBODY, *there]
    return form


def attend_form(lines: Sequence[SeatLine]) -> AttendForm:
    """The form with every step that is possible now: who leaves, who comes, and who may come instead."""
    form = AttendForm.of_request()
    found = [found for line in lines for found in _steps(line)]
    form.steps = {value: step for value, _words, step in found}
    form.step.choices = [NOBODY, *(choice(value, words) for value, words, _step in found)]
    return form


def _steps(line: SeatLine) -> Iterator[tuple[str, str, Step]]:
    """Value, label and step; a value names no place in a list, for the list may be another one when it is sent."""
    seat = line.seat
    if line.present:
        words = _("%(name)s (%(seat)s) geht", name=line.deputy or line.name, seat=seat.label)
        yield f"geht:{seat.id}", words, Step(seat.id, inward=False)
        return
    words = _("%(name)s (%(seat)s) ist da", name=line.name, seat=seat.label)
    yield f"da:{seat.id}", words, Step(seat.id, inward=True)
    for one in line.standins:
        words = _(
            "%(name)s ist da und vertritt %(holder)s (%(seat)s)",
            name=one.name,
            holder=line.name,
            seat=seat.label,
        )
        step = Step(seat.id, inward=True, deputy_name=one.name, deputy_id=one.person_id)
        yield f"da:{seat.id}:{one.person_id or ''}", words, step
