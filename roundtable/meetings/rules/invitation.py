"""What an invitation says, as one value: canonical JSON with a hash, and the part that everybody may read.

The public part copies what is allowed; what nobody listed here stays out. Of a non-public item it says the number and
that it is non-public, nothing else.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

Content = dict[str, Any]

#: what visitors may read of the meeting; video link and telephone number are for the seats
PUBLIC_FIELDS = (
    "cancelled",
    "ends_at",
    "kind",
    "number",
    "place",
    "place_notes",
    "reason",
    "starts_at",
    "table",
    "title",
    "version",
)
PUBLIC_ITEM_FIELDS = ("kind", "minutes", "number", "papers", "parent", "public", "text", "title")
NONPUBLIC_ITEM_FIELDS = ("number", "public")


def public_part(content: Mapping[str, Any]) -> Content:
    """The content as visitors may read it."""
    items: Sequence[Mapping[str, Any]] = content["items"]
    return {**_only(content, PUBLIC_FIELDS), "items": [_public_item(item) for item in items]}


def closed_since(public: Mapping[str, Any], open_numbers: Collection[str]) -> Content:
    """A public part without what became non-public after it was sent: of such an item the number alone is left."""
    items = [
        item if item["number"] in open_numbers else _public_item({**item, "public": False})
        for item in public["items"]
    ]
    return {**public, "items": items}


def canonical(content: Mapping[str, Any]) -> str:
    """The one spelling of a content: sorted keys, no spaces, characters as they are."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """The hash under which a text of an invitation is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def _public_item(item: Mapping[str, Any]) -> Content:
    return _only(item, PUBLIC_ITEM_FIELDS if item["public"] is True else NONPUBLIC_ITEM_FIELDS)


def _only(value: Mapping[str, Any], names: Sequence[str]) -> Content:
    return {name: value[name] for name in names if name in value}
