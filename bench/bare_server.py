"""Serves a bare application with the platform's own server class."""

import os

from flask import Flask
from gevent.pywsgi import WSGIServer

from kernel.serving import Handler


def serve_bare(app: Flask) -> None:
    """Until the process is ended."""
    address = (os.environ["HOST"], int(os.environ["PORT"]))
    WSGIServer(address, app, handler_class=Handler, log=None, error_log=None).serve_forever()
