"""What a page of votes takes in besides ballots."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from kernel.forms import Form
from kernel.i18n import lazy


class CodeForm(Form):
    """A check code in any spelling."""

    code = StringField(lazy("Prüfcode"), [Length(max=60)])


class ReasonForm(Form):
    """Why a vote is given up."""

    reason = TextAreaField(lazy("Grund"), [Length(max=2_000)])
