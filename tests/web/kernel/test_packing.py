"""Pages go out packed, never twice with a length that tells what stands in them."""

import gzip

import pytest
from flask import request

from kernel.packing import LEAST_BYTES, _pack, packed

TAKES = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_the_same_packed_and_smaller(client) -> None:
    plain = client.get("/beteiligung/")
    small = client.get("/beteiligung/", headers=TAKES)
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
    assert gzip.decompress(small.data) == plain.data
    for answer in (plain, small):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_length_of_a_page_tells_nothing(client) -> None:
    body = b"<p>Guten Tag.</p>" * LEAST_BYTES
    assert len({len(packed(body)) for _ in range(50)}) > 10


@pytest.mark.parametrize("takes", ["", "br", "identity", "gzip;q=0"])
def test_who_does_not_take_it_gets_the_page_as_it_is(client, takes) -> None:
    answer = client.get("/beteiligung/", headers={"Accept-Encoding": takes})
    assert "Content-Encoding" not in answer.headers
    assert "</html>" in answer.text


def test_what_is_no_page_stays_as_it_is(client) -> None:
    for address in ("/api/v1/formats", "/feeds/beschluesse.atom"):
        assert client.get(address, headers=TAKES).headers.get("Content-Encoding") is None, address


def test_errors_are_pages_too(client) -> None:
    answer = client.get("/gibt-es-nicht", headers=TAKES)
    assert answer.status_code == 404
    assert "</html>" in gzip.decompress(answer.data).decode()


def test_a_page_with_a_tag_is_not_sent_again(app) -> None:
    answer = app.response_class("<p>Guten Tag.</p>" * LEAST_BYTES, mimetype="text/html")
    answer.set_etag("heute")
    with app.test_request_context(headers=TAKES):
        _pack(answer)
    assert answer.headers["ETag"] == 'W/"heute"'
    other = app.response_class(gzip.decompress(answer.data), mimetype="text/html")
    other.set_etag("heute")
    with app.test_request_context(headers=TAKES):
        assert _pack(other).data == answer.data
    with app.test_request_context(headers=TAKES | {"If-None-Match": answer.headers["ETag"]}):
        later = app.response_class("<p>Guten Tag.</p>" * LEAST_BYTES, mimetype="text/html")
        later.set_etag("heute")
        sent = _pack(later.make_conditional(request))
    assert (sent.status_code, sent.content_encoding) == (304, None)


def test_the_head_of_a_page_is_that_of_the_plain_one(client) -> None:
    assert "Content-Encoding" not in client.head("/beteiligung/", headers=TAKES).headers
