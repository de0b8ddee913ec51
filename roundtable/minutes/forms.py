"""What pages of live texts take in."""

from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from kernel.forms import Form
from kernel.i18n import lazy
from roundtable.minutes.services.locking import MOST_CHARACTERS

LARGEST = 2**31 - 1


class WholeArea(TextAreaField):
    """Takes the text as it is, spaces at its ends too: others write in the same text, and none of it may be tidied."""


class WritingForm(Form):
    """An item's text, and the state that the page showed."""

    #: not Markdown: it is shown as it was typed
    written = WholeArea(lazy("Mitschrift"))
    epoch = IntegerField(widget=HiddenInput(), validators=[NumberRange(1, LARGEST)])
    seq = IntegerField(widget=HiddenInput(), validators=[NumberRange(0, LARGEST)])
    #: the same form sent twice is one edit
    update_id = HiddenField()


class LockForm(Form):
    """Why members may not write here."""

    reason = StringField(
        lazy("Grund"),
        validators=[
            InputRequired(lazy("Bitte nennen Sie den Grund. Alle am Tisch lesen ihn.")),
            Length(max=MOST_CHARACTERS, message=lazy("Höchstens 200 Zeichen.")),
        ],
    )
