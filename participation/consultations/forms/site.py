"""Forms for the lists all formats share."""

from typing import Any

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from kernel.forms import Form, choice
from kernel.i18n import lazy
from participation.consultations.models.site import Category, District
from participation.consultations.wording import SOURCES

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")


class DistrictForm(Form):
    """A district by name and place in lists."""

    name = StringField(lazy("Name"), [InputRequired(FILL_IN), Length(max=80)])
    rank = IntegerField(
        lazy("Platz in Listen"), [InputRequired(FILL_IN), NumberRange(1, 1_000)], default=1
    )

    @staticmethod
    def data_of(district: District | None) -> dict[str, Any]:
        """How the form shows a district."""
        return {"name": district.name, "rank": district.rank} if district else {}


class CategoryForm(Form):
    """A category by source, number and words."""

    source = RadioField(
        lazy("Auf wessen Liste steht das Thema?"),
        [InputRequired(FILL_IN)],
        choices=[choice(source.value, words) for source, words in SOURCES.items()],
    )
    number = IntegerField(
        lazy("Nummer auf der Liste"), [InputRequired(FILL_IN), NumberRange(1, 1_000)]
    )
    title = StringField(lazy("Titel"), [InputRequired(FILL_IN), Length(max=120)])
    summary = TextAreaField(
        lazy("In einem einfachen Satz"), [InputRequired(FILL_IN), Length(max=300)]
    )

    @staticmethod
    def data_of(category: Category | None) -> dict[str, Any]:
        """How the form shows a category."""
        if category is None:
            return {}
        plain = {name: getattr(category, name) for name in ("number", "title", "summary")}
        return {**plain, "source": category.source.value}
