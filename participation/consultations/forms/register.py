"""The filter of the register; read from the address, so that a filtered page can be linked."""

from collections.abc import Sequence

from flask import request
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from kernel.forms import Form, choice
from kernel.i18n import lazy
from participation.consultations.models.site import District
from participation.consultations.queries.register import WHOLE_CITY, Filters
from participation.consultations.rules.standing import Standing
from participation.consultations.wording import WHOLE_CITY as WHOLE_CITY_NAME

ALL = "alle"


class RegisterFilter(Form):
    """Standing and district; unknown words filter nothing."""

    stand = HiddenField(default=Standing.LAEUFT.value)
    bezirk = SelectField(lazy("Bezirk"), [Optional()], validate_choice=False)

    known: set[str]

    def filters(self) -> Filters:
        """What the query needs."""
        return Filters(
            standing=Standing(self.stand.data) if self.stand.data in set(Standing) else None,
            district_key=self.bezirk.data if self.bezirk.data in self.known else None,
            after=request.args.get("nach"),
        )


def register_filter(districts: Sequence[District]) -> RegisterFilter:
    """The filter as it stands in the address."""
    form = RegisterFilter(request.args)
    form.stand.data = form.stand.data or Standing.LAEUFT.value
    form.known = {WHOLE_CITY, *(district.key for district in districts)}
    form.bezirk.choices = [
        choice("", lazy("Alle Bezirke")),
        choice(WHOLE_CITY, WHOLE_CITY_NAME),
        *(choice(district.key, district.name) for district in districts),
    ]
    return form
