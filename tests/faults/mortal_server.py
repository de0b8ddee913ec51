"""The platform behind its own web server, in a process that may be killed at any time and is born again at once.

`python -m tests.faults.mortal_server PORT PEOPLE`: prints the process id of each server; ends with its standard input.
The worker is left out: what it does is done again from the event log.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from uuid import UUID  # noqa: E402

import click  # noqa: E402
from flask import Flask  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

from app import create_app  # noqa: E402
from kernel.app import settings_of  # noqa: E402
from kernel.live.line import Line  # noqa: E402
from kernel.serving import Handler  # noqa: E402
from kernel.settings import Settings  # noqa: E402
from tests.factories.votes import TOWN  # noqa: E402


def serve(app: Flask, port: int) -> None:
    """As `kernel.serving` serves, until killed."""
    Line(app, settings_of(app)).open()
    address = ("127.0.0.1", port)
    WSGIServer(address, app, handler_class=Handler, log=None, error_log=None).serve_forever()


def main(port: int, people: list[str]) -> None:
    """One life after the other."""
    TOWN.people = {UUID(person) for person in people}
    app = create_app(Settings())
    while True:
        process = os.fork()
        if process == 0:
            serve(app, port)
        click.echo(process)
        os.waitpid(process, 0)
        if not sys.stdin.readline():
            return


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
