"""What the pages of the room take in."""

from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from kernel.forms import Form, choice
from kernel.i18n import lazy
from kernel.ids import new_id
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.speaking.room import Room
from roundtable.meetings.speaking.wording import KINDS

CHOOSE = lazy("Bitte wählen Sie eine Person.")
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
