"""The rule card: everything that decides how a vote is counted, frozen before it opens.

Canonical JSON as in RFC 8785 for what a card holds: text in NFC, whole numbers, instants in UTC; keys are ASCII, so
that sorting by code point is the order the RFC asks for. The card's SHA-256 is published with it.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

VERSION = 1

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"] | datetime


def canonical(card: Mapping[str, Value]) -> str:
    """The one text of this card; equal cards have equal texts."""
    return json.dumps(
        _plain(card), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def fingerprint(text: str) -> str:
    """SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Value) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        raise TypeError("A rule card holds whole numbers only.")
    return value
