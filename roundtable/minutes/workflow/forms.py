"""What the pages of minutes take in."""

from typing import Any

from flask import request
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from kernel.errors import NotFound
from kernel.forms import Form, choice
from kernel.i18n import _, lazy
from kernel.ids import id_in, new_id
from roundtable.meetings.models import Meeting
from roundtable.minutes.forms import WholeArea
from roundtable.minutes.rules.facts import with_lines
from roundtable.minutes.rules.public import Content, Item
from roundtable.minutes.workflow.services import Wish

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")
LONGEST = 5_000
MOST = 1_000
LARGEST = 2**31 - 1


def _number() -> IntegerField:
    """What the page has shown."""
    return IntegerField(
        widget=HiddenInput(), validators=[InputRequired(FILL_IN), NumberRange(1, LARGEST)]
    )


class WishForm(Form):
    """A place that should say something else."""

    number = _number()
    item = SelectField(lazy("Zu welchem Punkt?"), [InputRequired(FILL_IN)])
    quote = TextAreaField(
        lazy("Welche Stelle?"),
        [InputRequired(FILL_IN), Length(max=LONGEST)],
        description=lazy("Kopieren Sie die Stelle aus dem Protokoll."),
    )
    replacement = TextAreaField(
        lazy("Was soll dort stehen?"),
        [Length(max=LONGEST)],
        description=lazy("Leer lassen, wenn die Stelle wegfallen soll."),
    )
    reason = TextAreaField(lazy("Warum?"), [InputRequired(FILL_IN), Length(max=MOST)])

    def wish(self) -> Wish:
        """The wish as sent."""
        return Wish(
            number=self.number.data or 0,
            item_id=id_in(self.item.data) or new_id(),
            quote=self.quote.data or "",
            replacement=self.replacement.data or "",
            reason=self.reason.data or "",
        )


def wish_form(meeting: Meeting, content: Content, number: int) -> WishForm:
    """The items that the version has; the address may name one."""
    ids = {item.number: str(item.id) for item in meeting.items}
    chosen = request.args.get("punkt", "")
    form = WishForm.of_request(number=number, item=chosen if chosen in ids.values() else "")
    listed = [choice(ids[item.number], f"TOP {item.number} {item.title}") for item in content.items]
    form.item.choices = [choice("", lazy("Bitte wählen")), *listed]
    return form


class DecisionForm(Form):
    """What becomes of a wish."""

    decision = RadioField(
        lazy("Übernehmen Sie den Änderungswunsch?"),
        [InputRequired(lazy("Bitte wählen Sie eine der Antworten."))],
        choices=[choice("ja", lazy("Ja, ich arbeite ihn ein")), choice("nein", lazy("Nein"))],
    )
    answer = TextAreaField(
        lazy("Begründung"),
        [Length(max=MOST)],
        description=lazy("Nötig bei Nein. Alle am Tisch lesen sie."),
    )


class ConsentForm(Form):
    """The version that was read."""

    number = _number()


class ReleaseForm(Form):
    """Exactly what was looked at."""

    number = _number()
    sha256 = HiddenField(validators=[InputRequired(FILL_IN), Length(max=64)])
    reason = TextAreaField(
        lazy("Grund der Berichtigung"), [Length(max=MOST)], description=lazy("Alle lesen ihn.")
    )


class ReturnForm(Form):
    """What must be written otherwise before it becomes public."""

    number = _number()
    reason = TextAreaField(
        lazy("Was soll sich ändern?"),
        [InputRequired(lazy("Bitte nennen Sie den Grund.")), Length(max=MOST)],
        description=lazy("Alle Mitglieder des Tisches lesen das."),
    )


class WithdrawalForm(Form):
    """Why nobody shall read it any more."""

    reason = TextAreaField(
        lazy("Grund"),
        [InputRequired(lazy("Bitte nennen Sie den Grund.")), Length(max=MOST)],
        description=lazy("Alle lesen ihn anstelle des Protokolls."),
    )


class CorrectionForm(Form):
    """An item's text as it should be, and why."""

    number = _number()
    written = WholeArea(lazy("Text"))
    reason = TextAreaField(
        lazy("Was war falsch?"),
        [InputRequired(lazy("Bitte nennen Sie den Grund.")), Length(max=MOST)],
        description=lazy("Die Verwaltung prüft das. Nach der Freigabe lesen es alle."),
    )


def correction_form(item: Item, number: int) -> CorrectionForm:
    """The text as it is, each fact a line."""
    text = with_lines(item.text, item.facts)
    shown: dict[str, Any] = {"number": number, "written": text}
    form = CorrectionForm.of_request(**shown)
    if not item.public:
        form.reason.description = _("Das lesen nur die Mitglieder des Tisches.")
    return form


def item_of(content: Content, number: str) -> Item:
    """The item of this number, or NotFound."""
    found = next((item for item in content.items if item.number == number), None)
    if found is None:
        raise NotFound
    return found
