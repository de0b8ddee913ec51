"""Pages that many readers share, written as HTML once and kept until anything in the database changes.

Visitors without a sign-in read the same. The first of them has the page made; whoever comes within the next moments
gets its bytes, as long as `database.version()` is the same: a commit in any process ends every page kept before it.
What is on a page because of the clock (running phases, days left) is at most `KEPT` old.

Most people who are signed in read the same, too: what somebody with a fresh account reads. So a page is made for the
`NEWCOMER`, who owns nothing and whom nobody knows; nothing that belongs to anybody can be on it. While it is made,
whoever looks up something of a person says so by `fit`: then each reader is looked at, and gets the page as it is,
changed, or made for them alone. People with a role always have pages of their own.

Only for routes that answer from the database and the address alone. Hidden fields of forms (forgery token, key) belong
to one reader: a kept page has gaps in their place, which are filled for each answer.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, has_app_context, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection
from werkzeug.http import generate_etag, quote_etag

from kernel import clock, database, i18n
from kernel.access import actor
from kernel.actors import NEWCOMER, Actor
from kernel.errors import Refusal
from kernel.ids import new_id

P = ParamSpec("P")
V = TypeVar("V")

MOST = 200
KEPT = timedelta(seconds=1)
#: what a reader's cookie may hold without making the page another one
SHARED = {"csrf_token", "browser", "sign_in", "_permanent"}
#: stand for a forgery token and a key while a page is made; nobody can type them
TOKEN_GAP, KEY_GAP = f"gap-{secrets.token_hex(16)}", f"gap-{secrets.token_hex(16)}"

#: the page as this person reads it; None where it has to be made for them alone
Fit = Callable[[Actor, bytes, Connection], bytes | None]


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

    body: bytes
    version: str
    fits: tuple[Fit, ...] = ()
    #: whether nothing has to be filled in
    is_whole: bool = field(init=False)
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        """Look once for what every answer needs to know."""
        gaps = (TOKEN_GAP.encode(), KEY_GAP.encode())
        object.__setattr__(self, "is_whole", not any(gap in self.body for gap in gaps))
        object.__setattr__(self, "etag", quote_etag(generate_etag(self.body)))

    def as_read_by(self, reader: Actor) -> bytes | None:
        """The page of this person; None where it has to be made for them alone."""
        if _for_each in self.fits:
            return None
        body: bytes | None = self.body
        if not self.fits:
            return body
        with database.beside_the_session() as connection:
            for fit_to in self.fits:
                if body is not None:
                    body = fit_to(reader, body, connection)
        return body


def _for_each(_reader: Actor, _body: bytes, _connection: Connection) -> None:
    """Everybody has this page made for them alone."""


_pages: Kept[Page] = Kept(KEPT)


def init_app(app: Flask) -> None:
    """Let templates leave gaps where a form needs its reader's token and key."""
    app.jinja_env.globals["csrf_token"] = lambda: TOKEN_GAP if is_shared() else generate_csrf()
    app.jinja_env.globals["new_key"] = lambda: KEY_GAP if is_shared() else new_id().hex


def is_shared() -> bool:
    """Whether a page for many is being made."""
    return has_app_context() and "fits" in g


def fit(name: Hashable, to: Fit) -> None:
    """Say that something of a person was looked up for the page that is being made; once for each name.

    `to` runs with each answer: it costs one statement at most, needs no session, and keeps no row of the database.
    """
    if is_shared():
        g.fits[name] = to


def make_for_each() -> None:
    """Say that the page that is being made shows each person something of their own."""
    fit("each", _for_each)


def own_page_if(name: Hashable, differs: Callable[[Actor, Connection], bool]) -> None:
    """Say that whoever `differs` has the page made for them alone."""
    fit(name, lambda reader, body, connection: None if differs(reader, connection) else body)


def kept_for_visitors(view: Callable[P, str]) -> Callable[P, ResponseReturnValue]:
    """Make the page of this route once for all visitors; stands below `@access(PUBLIC)`."""
    return _kept(view, _is_visitor)


def kept_for_readers(view: Callable[P, str]) -> Callable[P, ResponseReturnValue]:
    """Make the page once for all visitors, and once for all whom it shows nothing of their own.

    Stands below `@access(PUBLIC)`. Whatever looks up a person's rows for such a page says so by `fit`.
    """
    return _kept(view, lambda: _is_visitor() or _is_like_a_newcomer())


def _kept(
    view: Callable[P, str], may_share: Callable[[], bool]
) -> Callable[P, ResponseReturnValue]:
    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        version = database.version() if may_share() else None
        if version is None:
            return view(*args, **kwargs)
        page = _page(version, lambda: view(*args, **kwargs))
        if not actor().signed_in and page:
            return _to_visitor(page)
        body = page.as_read_by(actor()) if page else None
        if page is None or body is None:
            return view(*args, **kwargs)
        return _response(body, page)

    return answer


def _is_visitor() -> bool:
    """Somebody without a sign-in, and without a message that waits."""
    return request.method == "GET" and not actor().signed_in and SHARED.issuperset(session)


def _is_like_a_newcomer() -> bool:
    """Somebody without a role, and without a message that waits."""
    reader = actor()
    plain = reader.signed_in and not reader.grants
    return plain and request.method == "GET" and SHARED.issuperset(session)


def _page(version: str, make: Callable[[], str]) -> Page | None:
    """The page of this address for all of this reader's kind; None where a newcomer does not get one."""
    signed_in = actor().signed_in
    engine, host = id(database.db.engine), request.host
    key = (engine, host, request.full_path, i18n.language(), signed_in)
    page = _pages.recall(key)
    if page is not None and page.version == version:
        return page
    database.db.session.rollback()  # read from the newest commit, for `version` was asked before
    with _shared(NEWCOMER if signed_in else actor()) as fits:
        try:
            html = make()
        except Refusal:
            if signed_in:
                return None
            raise
    page = Page(html.encode(), version, tuple(fits.values()))
    _pages.keep(key, page)
    return page


@contextmanager
def _shared(reader: Actor) -> Iterator[dict[Hashable, Fit]]:
    """Make a page with gaps as this reader; what was said by `fit` meanwhile."""
    before, fits = actor(), dict[Hashable, Fit]()
    g.actor, g.fits = reader, fits
    try:
        yield fits
    finally:
        g.actor = before
        del g.fits


def _to_visitor(page: Page) -> Response:
    response = _response(page.body, page)
    if page.is_whole:
        # may be stored, is asked for again each time
        response.headers["Cache-Control"] = "no-cache"
        response.headers["ETag"] = page.etag
        if request.if_none_match:
            response.make_conditional(request)
    return response


def _response(body: bytes, page: Page) -> Response:
    """The body with its gaps filled."""
    if not page.is_whole:
        first, *others = body.replace(TOKEN_GAP.encode(), generate_csrf().encode()).split(
            KEY_GAP.encode()
        )
        body = b"".join([first, *(new_id().hex.encode() + part for part in others)])
    return current_app.response_class(body, content_type="text/html; charset=utf-8")
