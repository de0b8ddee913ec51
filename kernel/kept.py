"""Pages that all visitors share, written as HTML once and kept until anything in the database changes.

Visitors without a sign-in read the same. The first of them has the page made; whoever comes within the next moments
gets its bytes, as long as `database.version()` is the same: a commit in any process ends every page kept before it.
What is on a page because of the clock (running phases, days left) is at most `KEPT` old.

Only for routes that answer from the database and the address alone. Hidden fields of forms (forgery token, key) belong
to one visitor: a kept page has gaps in their place, which are filled for each answer.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

from flask import Flask, Response, g, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from kernel import clock, database
from kernel.access import actor
from kernel.ids import new_id

P = ParamSpec("P")
V = TypeVar("V")

MOST = 200
KEPT = timedelta(seconds=1)
#: what a visitor's cookie may hold without making the page another one
SHARED = {"csrf_token", "browser"}
#: stand for a forgery token and a key while a page is made; nobody can type them
TOKEN_GAP, KEY_GAP = f"gap-{secrets.token_hex(16)}", f"gap-{secrets.token_hex(16)}"


class Kept(Generic[V]):
    """The most recently used values of this process, each for some time."""

    def __init__(self, lasting: timedelta, most: int = MOST) -> None:
        self._lasting, self._most = lasting, most
        self._values: OrderedDict[Hashable, tuple[datetime, V]] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Hashable) -> V | None:
        """A value that is still fresh."""
        with self._lock:
            made_at, value = self._values.get(key, (None, None))
            if made_at is None or not made_at <= clock.now() < made_at + self._lasting:
                return None
            self._values.move_to_end(key)
            return value

    def keep(self, key: Hashable, value: V) -> None:
        """Keep a value; the one that was not used for longest goes."""
        with self._lock:
            self._values[key] = (clock.now(), value)
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was made, and of which state of the database."""

    html: str
    version: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing has to be filled in."""
        return TOKEN_GAP not in self.html and KEY_GAP not in self.html


_pages: Kept[Page] = Kept(KEPT)


def init_app(app: Flask) -> None:
    """Let templates leave gaps where a form needs its visitor's token and key."""
    app.jinja_env.globals["csrf_token"] = lambda: TOKEN_GAP if "shared" in g else generate_csrf()
    app.jinja_env.globals["new_key"] = lambda: KEY_GAP if "shared" in g else new_id().hex


def kept_for_visitors(view: Callable[P, str]) -> Callable[P, ResponseReturnValue]:
    """Make the page of this route once for all visitors; stands below `@access(PUBLIC)`."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        version = database.version() if _is_visitor() else None
        if version is None:
            return view(*args, **kwargs)
        key = (id(database.db.engine), request.host, request.full_path, str(get_locale()))
        page = _pages.recall(key)
        if page is None or page.version != version:
            page = Page(_shared(lambda: view(*args, **kwargs)), version)
            _pages.keep(key, page)
        return _answer_with(page)

    return answer


def _is_visitor() -> bool:
    """Somebody without a sign-in, and without a message that waits."""
    return request.method == "GET" and not actor().signed_in and SHARED.issuperset(session)


def _shared(make: Callable[[], str]) -> str:
    """The page, with gaps; read from the newest commit, for `version` was asked before."""
    database.db.session.rollback()
    g.shared = True
    try:
        return make()
    finally:
        del g.shared


def _answer_with(page: Page) -> Response:
    if not page.is_whole:
        html = page.html.replace(TOKEN_GAP, generate_csrf())
        return make_response(re.sub(KEY_GAP, lambda _gap: new_id().hex, html))
    response = make_response(page.html)
    response.headers["Cache-Control"] = "no-cache"  # may be stored, is asked for again each time
    response.add_etag()
    response.make_conditional(request)
    return response
