"""What a first visit costs: bytes on the wire, requests, statements. The reference is the limit we set ourselves."""

import re

from flask import Flask
from sqlalchemy import event

from bench.client import Connection
from bench.table import Line
from kernel.database import db

MOST_BYTES, MOST_REQUESTS, MOST_STATEMENTS = 100_000, 8, 10
TAKES = "Accept-Encoding: br, gzip"
OURS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def lines(port: int) -> list[Line]:
    """The start page with everything it asks for."""
    connection = Connection(port)
    page = connection.ask(connection.request("/", TAKES))
    parts = sorted(set(OURS.findall(page.body.decode())))
    answers = [connection.ask(connection.request(part, TAKES)) for part in parts]
    assert all(answer.status == 200 for answer in (page, *answers))
    size = page.size + sum(answer.size for answer in answers)
    connection.close()
    return [
        Line("first view, bytes on the wire", size, MOST_BYTES, "B", 1),
        Line("first view, requests", 1 + len(parts), MOST_REQUESTS, "", 1),
    ]


def statements(app: Flask, what: str, address: str, *, cookie: str = "") -> Line:
    """How many statements a page takes once the process is warm."""
    browser, headers = app.test_client(use_cookies=False), {"Cookie": cookie} if cookie else {}
    assert browser.get(address, headers=headers).status_code == 200
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    browser.get(address, headers=headers)
    event.remove(db.engine, "before_cursor_execute", note)
    return Line(f"statements: {what}", len(seen), MOST_STATEMENTS, "", 1)
