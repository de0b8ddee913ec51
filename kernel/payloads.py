"""Reading JSON bodies: one schema layer, one German refusal."""

from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from kernel.errors import RuleViolation
from kernel.i18n import _

Payload = TypeVar("Payload", bound=BaseModel)


def payload_of(model: type[Payload]) -> Payload:
    """The request's JSON as this model; a RuleViolation names the first field that does not fit."""
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        raise refusal_of(error) from error


def refusal_of(error: ValidationError) -> RuleViolation:
    """Name the first field that does not fit."""
    fault = error.errors()[0]
    field = ".".join(str(part) for part in fault["loc"])
    if not field:
        return RuleViolation(_("Bitte senden Sie ein JSON-Objekt."))
    message = _("Die Angabe „%(name)s“ fehlt oder passt nicht.", name=field)
    return RuleViolation(message, field=field)
