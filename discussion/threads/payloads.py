"""What programs may send about comments."""

from uuid import UUID

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kernel.errors import RuleViolation
from kernel.i18n import _


class NewComment(BaseModel):
    """A comment, or a reply to one; unknown members are ignored."""

    text: str
    parent: UUID | None = None


def comment_of_request() -> NewComment:
    """The sent JSON; RuleViolation names the member that does not fit."""
    try:
        return NewComment.model_validate(request.get_json(silent=True))
    except ValidationError as error:
        raise _violation(error.errors()[0]) from error


def _violation(fault: ErrorDetails) -> RuleViolation:
    field = ".".join(str(part) for part in fault["loc"])
    if not field:
        return RuleViolation(_("Bitte senden Sie ein JSON-Objekt."))
    return RuleViolation(
        _("Die Angabe „%(name)s“ fehlt oder passt nicht.", name=field), field=field
    )
