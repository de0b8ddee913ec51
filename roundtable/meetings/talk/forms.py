"""What may be typed about messages in the room."""

from uuid import UUID

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from kernel.forms import Form
from kernel.i18n import lazy
from kernel.ids import id_in, new_id
from roundtable.meetings.rules.talk import LONGEST
from roundtable.meetings.talk.errors import HidingNeedsReason, MessageIsEmpty, MessageIsTooLong
from roundtable.meetings.talk.services import LONGEST_REASON, SHORTEST_REASON


class SayForm(Form):
    """A message; the form's own key makes a repeated one the same."""

    text = TextAreaField(
        lazy("Nachricht"),
        [
            InputRequired(MessageIsEmpty.message),
            Length(max=LONGEST, message=MessageIsTooLong.message),
        ],
    )

    @property
    def key(self) -> UUID:
        """The key of this form."""
        return id_in(self.idempotency_key.data) or new_id()


class HideForm(Form):
    """Why the chair hides a message."""

    reason = TextAreaField(
        lazy("Grund"),
        [
            InputRequired(HidingNeedsReason.message),
            Length(SHORTEST_REASON, LONGEST_REASON, HidingNeedsReason.message),
        ],
        description=lazy("Alle im Raum lesen den Grund."),
    )
