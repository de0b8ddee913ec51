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
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        message = (
            _("Das Feld %(field)s passt nicht.", field=field)
            if field
            else _("Bitte senden Sie JSON.")
        )
        raise RuleViolation(message, field=field) from error
