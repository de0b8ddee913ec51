"""One effect for a form that was sent twice, and the page again where it is refused."""

import hashlib
import json
from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from kernel.access import actor
from kernel.errors import NotPermitted, Refusal, RuleViolation, TooFast
from kernel.idempotency import once

NOT_CONTENT = {"csrf_token", "idempotency_key"}
#: after these the form comes again with what was typed; a text must not end on a page that only says no
REFUSALS = (RuleViolation, NotPermitted, TooFast)


def sent_once(deed: str, work: Callable[[], str]) -> str:
    """Do the work once per form sent; the answer is kept for a form that comes again."""
    key = request.form.get("idempotency_key")
    return once(actor=actor(), key=key, request=f"{deed}:{_fingerprint()}", work=work)


def refused(page: str, refusal: Refusal) -> ResponseReturnValue:
    """The page of a form with the status of its refusal, and for how long to wait."""
    waits = {"Retry-After": str(refusal.retry_in)} if isinstance(refusal, TooFast) else {}
    return page, refusal.status, waits


def _fingerprint() -> str:
    content = {
        name: values
        for name, values in request.form.to_dict(flat=False).items()
        if name not in NOT_CONTENT
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
