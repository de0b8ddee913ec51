"""Contents as canonical JSON and back: what versions and publications hold."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from roundtable.minutes.rules.facts import Fact
from roundtable.minutes.rules.public import (
    Content,
    Head,
    Item,
    Participant,
    PublicContent,
    PublicItem,
)
from roundtable.minutes.rules.versions import Draft, Sealed, canonical_json, seal
from roundtable.minutes.workflow.models import MinutesVersion

#: what items have not always had
LATER = frozenset({"facts", "state"})


def sealed(number: int, content: Content, reason: str, before: MinutesVersion | None) -> Sealed:
    """The content as the next version of this chain."""
    return seal(Draft(number, _plain(content), reason), as_sealed(before) if before else None)


def as_sealed(version: MinutesVersion) -> Sealed:
    """A stored version as the rules know it."""
    return Sealed(version.number, version.content.encode(), version.sha256, version.previous_sha256)


def content_of(version: MinutesVersion) -> Content:
    """What a version says, everything."""
    said: Mapping[str, Any] = json.loads(version.content)["content"]
    return Content(
        Head(**said["head"]),
        tuple(Participant(**person) for person in said["participants"]),
        tuple(Item(**_with_facts(item)) for item in said["items"]),
    )


def says_the_same(version: MinutesVersion, content: Content) -> bool:
    """Whether the version says exactly this, in the spelling of versions."""
    return canonical_json(_plain(content_of(version))) == canonical_json(_plain(content))


def public_text(content: PublicContent) -> str:
    """The canonical JSON of what the public may read."""
    return canonical_json(_plain(content)).decode()


def public_content(text: str) -> PublicContent:
    """The same back."""
    said: Mapping[str, Any] = json.loads(text)
    items = tuple(PublicItem(**_with_facts(item)) for item in said["items"])
    return PublicContent(Head(**said["head"]), tuple(said["participants"]), items)


def _plain(content: Content | PublicContent) -> dict[str, Any]:
    """As it is written; an item names only what is known of it, so that older texts keep their fingerprints."""
    said = asdict(content)
    said["items"] = [
        {key: value for key, value in item.items() if value or key not in LATER}
        for item in said["items"]
    ]
    return said


def _with_facts(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**item, "facts": tuple(Fact(**fact) for fact in item.get("facts", ()))}
