"""Versions of minutes as a chain: each names the fingerprint of the one before; none can be exchanged unnoticed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from roundtable.minutes.rules.text import canonical


@dataclass(frozen=True)
class Draft:
    """What is going to be frozen; the content is made of texts, whole numbers, truth values, lists and objects."""

    number: int
    content: Mapping[str, Any]
    #: why there is another version; empty for the first
    reason: str = ""


@dataclass(frozen=True)
class Sealed:
    """A frozen version: canonical JSON, its fingerprint, and the one of the version before."""

    number: int
    json: bytes
    sha256: str
    previous_sha256: str


def seal(draft: Draft, previous: Sealed | None) -> Sealed:
    """Freeze the draft as the next version; ValueError where its number is not the next."""
    before = previous.sha256 if previous else ""
    if draft.number != (previous.number + 1 if previous else 1):
        raise ValueError(f"version {draft.number} does not follow")
    written = canonical_json(
        {
            "content": draft.content,
            "number": draft.number,
            "previous": before,
            "reason": draft.reason,
        }
    )
    return Sealed(draft.number, written, sha256(written).hexdigest(), before)


def first_fault(versions: Sequence[Sealed]) -> int | None:
    """The number of the first version that is not what was sealed or does not follow; None where the chain holds."""
    before = ""
    for number, version in enumerate(versions, 1):
        said = json.loads(version.json)
        honest = sha256(version.json).hexdigest() == version.sha256
        if not honest or (said["number"], said["previous"]) != (number, before):
            return number
        if (version.number, version.previous_sha256) != (number, before):
            return number
        before = version.sha256
    return None


def canonical_json(value: object) -> bytes:
    """One spelling for one value: sorted keys, no spaces, NFC, LF, UTF-8. TypeError for fractions and foreign types."""
    return json.dumps(
        _canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _canonical(value: object) -> object:
    match value:
        case str():
            return canonical(value)
        case bool() | int() | None:
            return value
        case Mapping():
            return _with_one_key_each(value)
        case list() | tuple():
            return [_canonical(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no one spelling")


def _with_one_key_each(value: Mapping[object, object]) -> dict[str, object]:
    if not all(isinstance(key, str) for key in value):
        raise TypeError("a key is a text")
    spelled = {canonical(str(key)): _canonical(part) for key, part in value.items()}
    if len(spelled) != len(value):
        raise TypeError("two keys are the same text")
    return spelled
