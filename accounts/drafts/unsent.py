"""Nothing is asked twice: what is sent after the session has ended waits on the same page until the new sign-in.

For every form whose address also answers GET and that reads its input by `Form.of_request`. Passwords and files are
not kept. (Forms for visitors keep their text by `port.ask_to_sign_in`, which also sends it.)
"""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from accounts.drafts import services
from accounts.drafts.port import PARAMETER, limit_keeping, with_token
from accounts.drafts.queries import draft_for
from kernel.access import actor
from kernel.browser_mark import mark
from kernel.error_pages import SIGN_IN

NEVER_KEPT = ("csrf_token", "idempotency_key", "passw")


def keep_unsent() -> ResponseReturnValue | None:
    """Keep the fields of this request and lead to the sign-in; None where no page could show them again."""
    fields = {name: texts for name, texts in request.form.lists() if not _is_secret(name)}
    if not fields or not _answers_get():
        return None
    limit_keeping()
    token = services.keep(form=_page(), payload=fields, browser=mark())
    return redirect(url_for(SIGN_IN, weiter=with_token(request.full_path, token)), 303)


def kept_fields() -> MultiDict[str, str] | None:
    """The fields that were kept for this page and address."""
    token = request.args.get(PARAMETER)
    draft = draft_for(actor(), _page(), token) if token else None
    return MultiDict(draft.payload) if draft and draft.person_id else None


def _page() -> str:
    return f"{services.PAGE}{request.endpoint}"


def _answers_get() -> bool:
    rules = current_app.url_map.iter_rules(request.endpoint)
    return any("GET" in (rule.methods or ()) for rule in rules)


def _is_secret(name: str) -> bool:
    return any(part in name for part in NEVER_KEPT)
