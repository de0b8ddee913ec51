"""What may be typed about comments on pages."""

from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length

from discussion.threads.services.moderating import LONGEST_REASON, SHORTEST_REASON, ReasonDoesNotFit
from discussion.threads.services.posting import LONGEST, CommentIsEmpty, CommentIsTooLong
from kernel.forms import Form
from kernel.i18n import lazy


class CommentForm(Form):
    """A new comment or a reply."""

    text = TextAreaField(
        lazy("Ihr Beitrag"),
        [
            InputRequired(CommentIsEmpty.message),
            Length(max=LONGEST, message=CommentIsTooLong.message),
        ],
    )
    #: the page the form stood on
    back = HiddenField(name="zurueck")
    #: what is talked about, so that a reply finds its conversation when the comment above is gone
    about = HiddenField(name="thema")


class EditForm(CommentForm):
    """A correction of the version its author saw."""

    version = IntegerField()


class ReasonForm(Form):
    """Why a comment is hidden or shown again."""

    reason = TextAreaField(
        lazy("Begründung"),
        [
            InputRequired(ReasonDoesNotFit.message),
            Length(SHORTEST_REASON, LONGEST_REASON, ReasonDoesNotFit.message),
        ],
    )
