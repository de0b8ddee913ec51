"""One effect for a form that was sent twice."""

import hashlib
import json
from collections.abc import Callable

from flask import request

from kernel.access import actor
from kernel.idempotency import once

NOT_CONTENT = {"csrf_token", "idempotency_key"}


def sent_once(deed: str, work: Callable[[], str]) -> str:
    """Do the work once per form sent; the answer is kept for a form that comes again."""
    key = request.form.get("idempotency_key")
    return once(actor=actor(), key=key, request=f"{deed}:{_fingerprint()}", work=work)


def _fingerprint() -> str:
    content = {
        name: values
        for name, values in request.form.to_dict(flat=False).items()
        if name not in NOT_CONTENT
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
