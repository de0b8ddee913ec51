"""The built files that a browser gets, under names that change with their content.

Templates say `asset("app.css")`; the address carries the content's hash, so browsers may keep
it for a year. Only names of the manifest are served. Not for uploads (`kernel/files`).
"""

import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory

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
    """The manifest of one folder of built files."""

    def __init__(self, folder: Path) -> None:
        """Read the manifest; a missing one stops the start, as no page would have a face."""
        self.folder = folder
        self.names: dict[str, str] = json.loads((folder / "manifest.json").read_text())
        self.served = frozenset(self.names.values())

    def address(self, name: str) -> str:
        """The path of a built file; an unknown name raises KeyError, as it is our mistake."""
        return f"/static/dist/{self.names[name]}"

    def show(self, name: str) -> Response:
        """Send a built file in the best coding the browser takes; 404 for any other name."""
        if name not in self.served:
            abort(404)
        coding = self.coding(name)
        response = send_from_directory(
            self.folder, name + CODINGS.get(coding, ""), max_age=YEAR, etag=f"{name}-{coding}"
        )
        response.mimetype = MIMETYPES[name.rsplit(".", 1)[1]]
        response.cache_control.immutable = True
        if coding:
            response.content_encoding = coding
        response.vary.add("Accept-Encoding")
        return response

    def coding(self, name: str) -> str:
        """The best content coding for this request that the build has made."""
        for coding, suffix in CODINGS.items():
            if request.accept_encodings[coding] and (self.folder / (name + suffix)).exists():
                return coding
        return ""


def init_assets(app: Flask, protect: Protect | None = None) -> None:
    """Serve `static/dist/` and give templates the word `asset`; `protect` declares the access."""
    assets = Assets(BUILT)
    view = protect(assets.show) if protect else assets.show
    app.add_url_rule("/static/dist/<name>", "assets.show", view)
    app.jinja_env.globals["asset"] = assets.address
