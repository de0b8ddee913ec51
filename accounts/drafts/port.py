"""Write first, register on sending: what a feature's routes use.

A visitor fills in a form and presses "Absenden". The route keeps the text and leads to the sign-in:

    form = ProposalForm.of_request(**(drafts.kept_payload(DRAFT) or {}))
    if form.sent_well():
        if not actor().signed_in:
            return drafts.ask_to_sign_in(form=DRAFT, payload=form.data, return_address=url_for(".new", slug=slug))
        proposal = services.propose(actor=actor(), …)
        drafts.forget_kept_of_request(DRAFT)
        return redirect(…)

The route is declared `PUBLIC`; its service asks for a person as always. Once, in `wiring.py`, the feature says how a
kept text is sent; the payload must therefore hold all the service needs (the format's slug, too):

    drafts.finish_with("proposals.new", lambda actor, payload: Sent(address=…, message=_("Ihr Vorschlag ist …")))

After the sign-in in the same browser the text is sent at once and the author sees it published. Where that is not
safe (another device) or a rule refuses, the author lands on `return_address` with the text filled in
(`kept_payload`) and presses the button again. Kept texts live for 24 hours.

For signed-in people a form may save what is not sent yet, one text per person, form and subject:
`services.save`, `queries.saved_payload`, `services.forget_saved`.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.drafts import services
from accounts.drafts.finishing import Finisher, Sent, finish_with
from accounts.drafts.queries import draft_for
from kernel import limits
from kernel.access import actor
from kernel.browser_mark import mark
from kernel.error_pages import SIGN_IN

__all__ = [
    "PARAMETER",
    "Finisher",
    "Sent",
    "ask_to_sign_in",
    "finish_with",
    "forget_kept_of_request",
    "kept_payload",
    "limit_keeping",
    "token_in",
    "with_token",
]

PARAMETER = "entwurf"
KEPT_PER_NETWORK = "60/hour"
_NOT_TEXT = {"idempotency_key", "csrf_token"}


def ask_to_sign_in(
    *, form: str, payload: Mapping[str, Any], return_address: str
) -> ResponseReturnValue:
    """Keep the visitor's text and lead to the sign-in; afterwards it is sent, or waits at `return_address`."""
    limit_keeping()
    text = {name: value for name, value in payload.items() if name not in _NOT_TEXT}
    token = services.keep(form=form, payload=text, browser=mark())
    return redirect(url_for(SIGN_IN, weiter=with_token(return_address, token)), 303)


def kept_payload(form: str) -> dict[str, Any] | None:
    """The kept text this request's address leads to, to fill the form in; None without one."""
    token = request.args.get(PARAMETER)
    draft = draft_for(actor(), form, token) if token else None
    return draft.payload if draft else None


def forget_kept_of_request(form: str) -> None:
    """Forget the kept text this request's address leads to, because it was sent."""
    if token := request.args.get(PARAMETER):
        services.forget_kept(actor=actor(), form=form, token=token)


def token_in(address: str) -> str | None:
    """The token of a kept text in an address."""
    return next(iter(parse_qs(urlsplit(address).query).get(PARAMETER, [])), None)


def limit_keeping() -> None:
    """Count a kept text of this network; TooFast beyond the limit."""
    limits.check(KEPT_PER_NETWORK, "drafts", limits.network())


def with_token(address: str, token: str) -> str:
    """The address with the token of a kept text."""
    parts = urlsplit(address)
    others = [(name, value) for name, value in parse_qsl(parts.query) if name != PARAMETER]
    query = urlencode([*others, (PARAMETER, token)])
    return urlunsplit(("", "", parts.path, query, parts.fragment))
