"""From the address of a page to the thing it shows: what people copy from their browser names a subject.

A feature says for its endpoint how the values of the address lead to an id. Whether the actor may see the thing is
asked here, once for all: an address that leads to nothing they may see leads to nothing.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.subjects import Card, Subject, cards

#: the subject at these values of an address; may raise NotFound
SubjectAt = Callable[..., Subject]
_endpoints: dict[str, SubjectAt] = {}


def provide(endpoint: str, subject_at: SubjectAt) -> None:
    """Say what the page of this endpoint shows; called with the actor and the values of the address."""
    _endpoints[endpoint] = subject_at


def card_at(actor: Actor, address: str) -> Card | None:
    """What the page at this address shows, or None where it shows no thing that the actor may see.

    A whole address or its path alone; of which server it speaks does not matter.
    """
    endpoint, values = _matched(_path_of(address))
    if endpoint not in _endpoints:
        return None
    try:
        subject = _endpoints[endpoint](actor, **values)
    except NotFound:
        return None
    return cards(actor, [subject]).get(subject)


def _path_of(address: str) -> str:
    try:
        return urlsplit(address.strip()).path
    except ValueError:  # it looks like an address and is none
        return ""


def _matched(path: str) -> tuple[str, dict[str, Any]]:
    """Endpoint and values; a path that wants another spelling is asked again in that."""
    adapter = current_app.url_map.bind("")
    try:
        endpoint, values = adapter.match(path, method="GET")
    except RequestRedirect as elsewhere:
        again = _path_of(elsewhere.new_url)
        return _matched(again) if again != path else ("", {})
    except HTTPException:
        return "", {}
    return str(endpoint), dict(values)
