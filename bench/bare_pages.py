"""The reference for pages: `python -m bench.bare_pages LIST` serves the listed bytes from bare Flask pages."""

import json
import sys
from pathlib import Path

from flask import Flask, Response

from bench.bare_server import serve_bare


def create(listed: Path) -> Flask:
    """An application with the pages `/0`, `/1` …"""
    app = Flask("bare")
    answers = json.loads(listed.read_text(encoding="utf-8"))
    for number, (content_type, file) in enumerate(answers):
        add_page(app, number, content_type, Path(file).read_bytes())
    return app


def add_page(app: Flask, number: int, content_type: str, body: bytes) -> None:
    """A page that sends these bytes."""

    def show() -> Response:
        return Response(body, content_type=content_type)

    app.add_url_rule(f"/{number}", f"page{number}", show)


if __name__ == "__main__":
    serve_bare(create(Path(sys.argv[1])))
