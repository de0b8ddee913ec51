"""An amount in euros as a form field; it holds cents."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField

from kernel.i18n import _
from participation.consultations.rules.euros import cents_of, euros_of


class EuroField(StringField):
    """`6.600` or `6600,50`; the data are cents, or None where nothing was typed."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the amount; what is none stays in the field beside its error."""
        self.typed = valuelist[0].strip() if valuelist else ""
        if not self.typed:
            self.data = None
            return
        try:
            self.data = cents_of(self.typed)
        except ValueError as error:
            self.data = None
            raise ValueError(_("Bitte geben Sie einen Betrag in Euro ein.")) from error

    def _value(self) -> str:
        typed: str | None = getattr(self, "typed", None)
        if typed is not None:
            return typed
        return euros_of(self.data) if self.data is not None else ""
