"""Headers, forgery protection and safe redirects for every answer.

An unsafe request needs the browser's word that it comes from our own page (`Sec-Fetch-Site`), or our token where an
older browser does not say so. A request that proves itself with a bearer token carries no cookie and needs neither.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import validate_csrf
from itsdangerous import URLSafeTimedSerializer
from wtforms.validators import ValidationError

from kernel.actors import ANONYMOUS
from kernel.error_pages import wants_json
from kernel.errors import NotFound, NotPermitted, NotSignedIn, Refusal
from kernel.settings import Settings

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
POLICY = "; ".join(
    [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "img-src 'self' data:",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
YEAR_S = 31_536_000
#: a page may hold its visitor's form token or unsent text: their browser alone keeps it, and asks again
VISITORS_CACHE = "private, no-cache"


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, its signer made once: to make one for each request takes longer than to check a cookie."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of this application; its keys do not change while it runs."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class Forged(NotPermitted):
    """The request does not come from one of our pages, or its form is too old."""

    message = (
        "Das Formular ist abgelaufen. Bitte gehen Sie eine Seite zurück und kopieren Sie Ihren Text. "
        "Laden Sie die Seite neu und schicken Sie ihn noch einmal ab."
    )


def init_app(app: Flask, settings: Settings) -> None:
    """Protect every request and answer of this application."""
    headers = list(HEADERS.items())
    if settings.https:
        headers.append(("Strict-Transport-Security", f"max-age={YEAR_S}"))
    app.session_interface = CookieSessions()
    app.before_request(refuse_nul)
    app.before_request(refuse_forgery)

    @app.after_request
    def add_headers(response: Response) -> Response:
        signed_in = g.get("actor", ANONYMOUS).signed_in
        caching = ("Cache-Control", "no-store" if signed_in else VISITORS_CACHE)
        present = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # it is no dict
        for name, value in (*headers, caching):
            if name.lower() not in present:
                response.headers.add(name, value)
        return response


def refuse_nul() -> None:
    """No page of ours has an address with a NUL in it, and PostgreSQL takes no text with one."""
    if "\0" in request.path:
        raise NotFound


def refuse_forgery() -> None:
    """Let a changing request pass only if it came from one of our own pages."""
    if request.method in SAFE_METHODS or g.get("bearer") or request.routing_exception:
        return  # nothing will change: 404 and 405 are answered as such
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return
    token = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token")
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise _unproven() from error


def _unproven() -> Refusal:
    """What to tell: a program without a key needs one, a page of ours is too old."""
    if not wants_json():
        return Forged()
    if not g.get("actor", ANONYMOUS).signed_in:
        return NotSignedIn()
    return Forged("Bitte senden Sie einen Zugangsschlüssel oder den Kopf X-CSRF-Token.")


def local_address(address: str | None, fallback: str = "/") -> str:
    """An address within this site, for a redirect after sign-in; anything else becomes the fallback."""
    if not address or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return fallback
    parts = urlsplit(address)
    dangerous = parts.scheme or parts.netloc or "\\" in address or any(ord(c) < 32 for c in address)
    return fallback if dangerous else address
