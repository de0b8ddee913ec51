"""What the page of an earlier state takes in."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from kernel.forms import Form
from roundtable.minutes.forms import LARGEST


class PutBackForm(Form):
    """The state of the text that the page was compared with."""

    seq = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, LARGEST)])
    #: the same form sent twice is one edit
    update_id = HiddenField()
