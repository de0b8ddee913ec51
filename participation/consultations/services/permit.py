"""Asks the judge inside a service and raises its refusal."""

from datetime import datetime

from kernel.actors import Actor
from kernel.errors import NotFound, NotPermitted, NotSignedIn
from participation.consultations.models.formats import Format
from participation.consultations.permissions import Limit, may


def permit(
    actor: Actor, action: str, format_: Format, at: datetime, *, limits: tuple[Limit, ...] = ()
) -> None:
    """Let pass what the judge allows; raise NotFound, NotSignedIn or NotPermitted with its reason."""
    verdict = may(actor, action, format_, at, limits=limits)
    if verdict:
        return
    if not verdict.visible:
        raise NotFound
    if not actor.signed_in:
        raise NotSignedIn
    raise NotPermitted(verdict.reason)
