"""The shape of untrusted input from pages: fields are listed, everything else is ignored."""

from collections.abc import Callable
from typing import Any, Self

from flask import request
from flask_babel import get_locale
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Form as BaseForm
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.i18n import get_translations
from wtforms.meta import DefaultMeta

from kernel.errors import Refusal, RuleViolation
from kernel.text import tidied


def tidy(value: str | None) -> str | None:
    """The value as `kernel.text` stores it, no space around; what it refuses becomes the field's error."""
    if value is None:
        return None
    try:
        return tidied(value).strip()
    except RuleViolation as refused:
        raise ValueError(refused.message) from refused


KeptInput = Callable[[], MultiDict[str, str] | None]
_sources: list[KeptInput] = []


def fill_from(source: KeptInput) -> None:
    """Let accounts bring back what a person had typed before the sign-in."""
    _sources[:] = [source]


def _kept_input() -> MultiDict[str, str] | None:
    return next((found for source in _sources if (found := source())), None)


def choice(value: str, label: str) -> Any:
    """An entry of a list to choose from; plain tuples are on their way out of WTForms."""
    return SelectChoice(value, label)


class Form(BaseForm):
    """A form of a page; forgery is refused before (`kernel.security`). Every changing form carries a key."""

    class Meta(DefaultMeta):
        """German messages; text fields are tidied."""

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Add `tidy` to every field's filters."""
            filters = unbound_field.kwargs.get("filters", [])
            if (
                "String" in unbound_field.field_class.__name__
                or "Text" in unbound_field.field_class.__name__
            ):
                options = {**options, "filters": [tidy, *filters]}
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002
            """Messages in the reader's language."""
            return get_translations([str(get_locale() or "de")])

    idempotency_key = HiddenField()

    @classmethod
    def of_request(cls, **prefill: Any) -> Self:
        """The form as sent; on GET as it was kept when the session had ended, else prefilled."""
        if request.method != "POST":
            return cls(_kept_input(), **prefill)
        data: CombinedMultiDict[str, Any] = CombinedMultiDict([request.files, request.form])
        return cls(data, **prefill)

    def sent_well(self) -> bool:
        """Whether this is a POST whose fields all hold."""
        return request.method == "POST" and self.validate()

    def refuse(self, refusal: Refusal) -> None:
        """Show what was refused at its field, or above the form."""
        field = self._fields.get(refusal.field)
        if field is None:
            self.form_errors.append(refusal.message)
        else:
            field.errors = [*field.errors, refusal.message]
