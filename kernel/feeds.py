"""News for feed readers: Atom (RFC 4287), from plain entries; what a reader has already is not sent again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, current_app, request

from kernel.app import settings_of
from kernel.i18n import _, iso

NAMESPACE = "http://www.w3.org/2005/Atom"
#: since when a feed without entries is as it is: the same at each look, so that nobody is sent nothing anew
EVER = datetime(1970, 1, 1, tzinfo=UTC)
#: what XML 1.0 cannot hold, escaped or not (2.2, production Char)
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """A thing that everybody reads; a later `updated` shows it to readers once more."""

    id: UUID
    title: str
    #: its page, from the root of the site
    address: str
    published: datetime
    updated: datetime
    summary: str


def atom(address: str, title: str, entries: Iterable[Entry], *, page: str = "") -> Response:
    """The feed at this address; its entries as they come, the newest first. `page` shows people the same."""
    found, site = list(entries), settings_of(current_app).public_url.rstrip("/")
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "de"})
    updated = max((entry.updated for entry in found), default=EVER)
    _texts(root, id=f"{site}{address}", title=title, updated=iso(updated))
    SubElement(root, "link", rel="self", href=f"{site}{address}")
    if page:
        SubElement(root, "link", rel="alternate", type="text/html", href=f"{site}{page}")
    _texts(SubElement(root, "author"), name=_("Engagementforum"))
    for entry in found:
        told = SubElement(root, "entry")
        _texts(told, id=f"urn:uuid:{entry.id}", title=entry.title, summary=entry.summary)
        _texts(told, updated=iso(entry.updated), published=iso(entry.published))
        SubElement(told, "link", rel="alternate", href=f"{site}{entry.address}")
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    response = Response(body, mimetype="application/atom+xml")
    response.headers["Cache-Control"] = "no-cache"  # things are withdrawn
    response.add_etag()
    response.make_conditional(request)
    return response


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = _IMPOSSIBLE.sub("", text)
