"""Where a step leads that says what it did: to the page's message, which takes the focus.

Without a place in the address, a browser begins the next page at its very top, and who works by keyboard or screen
reader has to look for what happened. Steps that say nothing name the place themselves (`_anchor`), a title with `goal`.
"""

from flask import Blueprint, Flask, Response, session

#: the id of the messages in `layouts/base.html`
MESSAGE = "meldung"
SEE_OTHER = 303


def lead_to_messages(app: Flask, pages: Blueprint) -> None:
    """Let redirects of these pages of which the next page will tell something lead to what it tells."""
    app.after_request_funcs.setdefault(pages.name, []).append(_to_the_message)


def _to_the_message(answer: Response) -> Response:
    place = answer.location or ""
    if answer.status_code == SEE_OTHER and "#" not in place and session.get("_flashes"):
        answer.location = f"{place}#{MESSAGE}"
    return answer
