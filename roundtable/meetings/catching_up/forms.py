"""Since when somebody was away."""

from flask import request
from wtforms import SelectField
from wtforms.validators import Optional

from kernel.forms import Form, choice
from kernel.i18n import lazy

MINUTES = {"5": 5, "15": 15, "30": 30, "60": 60}


class SinceForm(Form):
    """A time to choose; unknown words mean one's own arrival."""

    seit = SelectField(
        lazy("Seit wann?"),
        [Optional()],
        choices=[
            choice("5", lazy("in den letzten 5 Minuten")),
            choice("15", lazy("in den letzten 15 Minuten")),
            choice("30", lazy("in den letzten 30 Minuten")),
            choice("60", lazy("in der letzten Stunde")),
            choice("ankunft", lazy("seit ich da bin")),
            choice("beginn", lazy("seit Beginn der Sitzung")),
        ],
        validate_choice=False,
    )

    @property
    def minutes(self) -> int:
        """How many minutes back; 0 for the other choices."""
        return MINUTES.get(self.seit.data or "", 0)


def since_form() -> SinceForm:
    """The choice as it stands in the address."""
    form = SinceForm(request.args)
    known = {entry.value for entry in form.seit.choices}  # type: ignore[union-attr]
    if form.seit.data not in known:
        form.seit.data = "ankunft"
    return form
