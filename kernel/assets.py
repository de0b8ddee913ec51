"""The built files that a browser gets, under names that change with their content.

Templates say `asset("app.css")`; the address carries the content's hash, so browsers may keep
it for a year. Only names of the manifest are served. Not for uploads (`kernel/files`).
"""

import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, abort, request

BUILT = Path(__file__).resolve().parent.parent / "static" / "dist"
YEAR = 365 * 24 * 3600
MIMETYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
Show = Callable[[str], Response]
Protect = Callable[[Show], Show]
#: Content codings in the order of their worth, with the suffix of the precompressed twin.
CODINGS = {"br": ".br", "gzip": ".gz"}


class Assets:
    """The built files of one folder, held in memory: they are few, small and never change."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; a missing manifest stops the start, as no page would have a face."""
        self.names: dict[str, str] = json.loads((folder / "manifest.json").read_text("utf-8"))
        self.files = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.served = frozenset(self.names.values())

    def address(self, name: str) -> str:
        """The path of a built file; an unknown name raises KeyError, as it is our mistake."""
        return f"/static/dist/{self.names[name]}"

    def show(self, name: str) -> Response:
        """Send a built file in the best coding the browser takes; 404 for any other name."""
        if name not in self.served:
            abort(404)
        coding = self.coding(name)
        response = Response(self.files[name + CODINGS.get(coding, "")], mimetype=mimetype_of(name))
        response.cache_control.public = response.cache_control.immutable = True
        response.cache_control.max_age = YEAR
        response.vary.add("Accept-Encoding")
        response.set_etag(f"{name}-{coding or 'plain'}")
        if coding:
            response.content_encoding = coding
        response.make_conditional(request)
        return response

    def coding(self, name: str) -> str:
        """The best content coding for this request that the build has made."""
        taken = (
            c for c in CODINGS if request.accept_encodings[c] and name + CODINGS[c] in self.files
        )
        return next(taken, "")


def mimetype_of(name: str) -> str:
    """By our own table: what the machine's table says differs from machine to machine."""
    return MIMETYPES[name.rsplit(".", 1)[1]]


def init_assets(app: Flask, protect: Protect | None = None) -> None:
    """Serve `static/dist/` and give templates the word `asset`; `protect` declares the access."""
    assets = Assets(BUILT)
    view = protect(assets.show) if protect else assets.show
    app.add_url_rule("/static/dist/<name>", "assets.show", view)
    app.jinja_env.globals["asset"] = assets.address
