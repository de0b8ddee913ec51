"""What a page of votes takes in besides ballots."""

from wtforms import StringField
from wtforms.validators import Length

from kernel.forms import Form
from kernel.i18n import lazy


class CodeForm(Form):
    """A check code in any spelling."""

    code = StringField(lazy("Prüfcode"), [Length(max=60)])
