"""The list of a conversation as HTML, made once per change for all visitors.

Eighty comments take ten milliseconds to write as HTML, and visitors all read the same. The key holds the thread's
version, so a new, hidden or withdrawn comment shows at once, in every process. An author's changed name is not part of
the version: it shows within a minute. Signed-in people get a list of their own, for it holds their deeds.
"""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock

from flask import get_template_attribute, request
from flask_babel import get_locale

from discussion.threads.queries.pages import ThreadPage
from kernel import clock

MOST = 200
KEPT = timedelta(minutes=1)


class Kept:
    """The most recently read lists of this process."""

    def __init__(self) -> None:
        self._lists: OrderedDict[Hashable, tuple[datetime, str]] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Hashable) -> str | None:
        """A list that is still fresh."""
        with self._lock:
            made_at, html = self._lists.get(key, (None, ""))
            if made_at is None or not made_at <= clock.now() < made_at + KEPT:
                return None
            self._lists.move_to_end(key)
            return html

    def keep(self, key: Hashable, html: str) -> None:
        """Keep a list; the one that was not read for longest goes."""
        with self._lock:
            self._lists[key] = (clock.now(), html)
            self._lists.move_to_end(key)
            if len(self._lists) > MOST:
                self._lists.popitem(last=False)


_kept = Kept()


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
