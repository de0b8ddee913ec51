"""The list of a conversation as HTML, made once per change for all visitors.

Eighty comments take ten milliseconds to write as HTML, and visitors all read the same. The key holds the thread's
version, so a new, hidden or withdrawn comment shows at once, in every process. An author's changed name is not part of
the version: it shows within a minute. Signed-in people get a list of their own, for it holds their deeds.
"""

from datetime import timedelta

from flask import get_template_attribute, request
from flask_babel import get_locale

from discussion.threads.queries.pages import ThreadPage
from kernel.kept import Kept

_kept: Kept[str] = Kept(timedelta(minutes=1))


def listing(page: ThreadPage, level: int) -> str:
    """The comments of a page with the ways to the other pages; `level` is the heading level of a first comment."""
    if page.reader.actor.signed_in:
        return _render(page, level)
    key = (
        page.subject,
        page.version,
        page.order,
        page.behind,
        page.verdict.allowed,
        level,
        request.path,
        str(get_locale()),
    )
    html = _kept.recall(key)
    if html is None:
        html = _render(page, level)
        _kept.keep(key, html)
    return html


def _render(page: ThreadPage, level: int) -> str:
    macro = get_template_attribute("discussion/threads/_thread.html", "listing")
    html: str = macro(page, level)
    return html
