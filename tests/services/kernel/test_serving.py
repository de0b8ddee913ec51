"""The embedded server answers everybody in turn."""

import gevent
from gevent import socket
from gevent.pywsgi import WSGIServer

from kernel.serving import Handler

BUSY = 20


def ask(port: int, address: str, times: int) -> socket.socket:
    """A connection with so many requests under way."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(f"GET {address} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * times)
    return connection


def test_a_busy_connection_does_not_hold_up_another() -> None:
    served: list[str] = []

    def page(environ, start_response):
        served.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    server = WSGIServer(("127.0.0.1", 0), page, handler_class=Handler, log=None, error_log=None)
    server.init_socket()
    busy, other = ask(server.server_port, "/busy", BUSY), ask(server.server_port, "/other", 1)
    server.start()  # both wait already
    try:
        with gevent.Timeout(20):
            while len(served) < BUSY + 1:
                gevent.sleep(0.001)
        busy.close()
        other.close()
    finally:
        server.stop()
    assert served.index("/other") < BUSY / 2
