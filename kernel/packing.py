"""Pages go out packed (gzip), to browsers that take it: a page of 14 kB is 4 kB on a slow line.

A packed page tells by its length how well it repeats itself: who can put words into somebody's page and watch the line
could so guess what else stands there (BREACH). Each answer therefore carries a name of random length in its header, as
"HTB: A Very Effective Method to Protect Web Servers Against BREACH Attack to HTTPS" proposes (IEEE Access, 2022). Built
files are packed at build (`kernel/assets.py`); print, pictures and answers for programs go as they are.
"""

import gzip
import secrets
from functools import lru_cache
from io import BytesIO

from flask import Flask, Response, request

#: below, packing saves no packet
LEAST_BYTES = 1024
#: more costs time and saves little
LEVEL = 5
MOST_HIDING_BYTES = 100


def init_app(app: Flask) -> None:
    """Pack every page of HTML that goes out."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    if (
        response.status_code == 304
        or request.method == "HEAD"
        or not request.accept_encodings["gzip"]
    ):
        return response
    body = response.get_data()
    if len(body) < LEAST_BYTES:
        return response
    etag, _is_weak = response.get_etag()
    response.set_data(_packed_for_all(body) if etag else packed(body))
    response.content_encoding = "gzip"
    if etag:
        response.set_etag(etag, weak=True)  # the same page, other bytes
    return response


@lru_cache(maxsize=64)
def _packed_for_all(body: bytes) -> bytes:
    """A page with a tag is the same for all visitors: nothing in it is anybody's, and it is packed once."""
    return packed(body)


def packed(body: bytes) -> bytes:
    """The same in gzip, longer by a random number of bytes."""
    made = BytesIO()
    hiding = "a" * (1 + secrets.randbelow(MOST_HIDING_BYTES))
    with gzip.GzipFile(hiding, "wb", LEVEL, made, mtime=0) as file:
        file.write(body)
    return made.getvalue()
