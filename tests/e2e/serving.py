"""A platform of the test's own process, as a browser meets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from accounts.people.models import Person
from tests.factories.people import sign_in


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of this platform on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def cookie_of(app: Flask, person: Person) -> str:
    """What the browser of a signed-in person sends."""
    client = app.test_client()
    sign_in(client, person)
    cookie = client.get_cookie("forum")
    assert cookie
    return str(cookie.value)
