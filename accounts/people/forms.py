"""Shapes of what the administration types about people."""

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from accounts.people.wording import GRANTABLE, ROLE_WORDS
from kernel.actors import SITE
from kernel.forms import Form, choice
from kernel.i18n import lazy


class SearchForm(Form):
    """A part of a name or address."""

    q = StringField(lazy("Name oder E-Mail-Adresse"), [Length(max=200)])


class GrantForm(Form):
    """A role, where it holds, and its last day."""

    role = SelectField(
        lazy("Rolle"), choices=[choice(role, ROLE_WORDS[role]) for role in GRANTABLE]
    )
    scope = StringField(
        lazy("Bereich"),
        [DataRequired(lazy("Bitte nennen Sie den Bereich.")), Length(max=120)],
        default=SITE,
    )
    last_day = DateField(lazy("Letzter Tag"), [Optional()])
