"""The way to the sockets in front of the pages: refuses what need not come in at all."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

PATH = "/socket.io/"
RETRY_S = "10"
HEADERS = [("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Door:
    """Sends `/socket.io/` to the sockets and everything else to the pages."""

    def __init__(self, pages: Wsgi, sockets: Wsgi) -> None:
        self._pages, self._sockets = pages, sockets

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._pages(environ, start_response)
        query = parse_qs(environ.get("QUERY_STRING", ""))
        if "j" in query:  # JSONP: answers that would be scripts
            start_response("400 BAD REQUEST", HEADERS)
            return [b""]

        def with_headers(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, *HEADERS], *rest)

        return self._sockets(environ, with_headers)


class Entry:
    """Lets in those for whom there is room; behind a proxy it comes after who they are is known."""

    def __init__(self, sockets: Wsgi, may_enter: Callable[[Environ], bool]) -> None:
        self._sockets, self._may_enter = sockets, may_enter

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if "sid" not in parse_qs(environ.get("QUERY_STRING", "")) and not self._may_enter(environ):
            start_response("503 SERVICE UNAVAILABLE", [("Retry-After", RETRY_S)])
            return [b""]
        return self._sockets(environ, start_response)
