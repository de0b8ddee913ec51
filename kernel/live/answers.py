"""Every event is answered: with what was asked for, or with the code of a refusal; never by silence."""

from collections.abc import Mapping

import structlog
from pydantic import ValidationError

from kernel.errors import NotPermitted, NotSignedIn, Refusal, RuleViolation, TooFast
from kernel.i18n import _
from kernel.ids import new_id
from kernel.live.deeds import Caller, deed_for
from kernel.payloads import refusal_of

log = structlog.get_logger()
Ack = dict[str, object]


def answer_to(caller: Caller, name: str, arguments: tuple[object, ...]) -> Ack:
    """Do what the event asks for; the acknowledgement."""
    try:
        return {"ok": True} | _done(caller, name, arguments)
    except Refusal as error:
        return refused(error)
    except Exception:
        return failed(name)


def _done(caller: Caller, name: str, arguments: tuple[object, ...]) -> Ack:
    data = arguments[0] if len(arguments) == 1 else None
    if not isinstance(data, Mapping):
        raise RuleViolation(_("Bitte senden Sie ein JSON-Objekt."))
    deed = deed_for(name, data)
    if not deed.access.admits(caller.actor):
        raise NotPermitted if caller.actor.signed_in else NotSignedIn
    try:
        sent = deed.payload.model_validate(data)
    except ValidationError as error:
        raise refusal_of(error) from error
    return dict(deed.handler(caller, sent))


def refused(error: Refusal) -> Ack:
    """The refusal as an acknowledgement; `why` names the field that can mend it, or the case."""
    ack: Ack = {"ok": False, "code": error.code, "message": str(error.message)}
    if why := error.field or getattr(error, "why", ""):
        ack["why"] = why
    if isinstance(error, TooFast):
        ack["retry_in"] = error.retry_in
    return ack


def failed(name: str) -> Ack:
    """Our bug, or an outage, while it is being handled: an incident number for the client, the trace for the log."""
    number = str(new_id())
    log.exception("socket event failed", event_name=name[:40], number=number)
    message = _(
        "Da ist uns ein Fehler passiert. Der Vorgang hat die Nummer %(number)s.", number=number
    )
    return {"ok": False, "code": "internal", "message": message}
