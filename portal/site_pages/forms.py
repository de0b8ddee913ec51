"""The form of a page."""

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from kernel.forms import Form
from kernel.i18n import lazy


class PageForm(Form):
    """Title, introduction and text in Markdown."""

    title = StringField(lazy("Überschrift"), [InputRequired(), Length(max=120)])
    lead = TextAreaField(lazy("Einleitung"), [Length(max=500)])
    text = TextAreaField(lazy("Text"), [InputRequired(), Length(max=50_000)])
    based_on = IntegerField(validators=[Optional()], widget=HiddenInput(), default=0)
