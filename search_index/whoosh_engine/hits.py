"""Hits as pages show them: a subject, its best passage, what to emphasise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.subjects import Subject
from search_index.port import Hit
from search_index.snippets import Marker
from search_index.whoosh_engine.leaf import Leaf


def hit_of(leaf: Leaf, row: int, score: float, marker: Marker) -> Hit:
    """A row as a hit."""
    shown = leaf.shown(row)
    spoken = marker.best([text for _, _, text in shown["passages"]])
    anchor = shown["passages"][spoken.passage][0]
    return Hit(
        subject=Subject(shown["kind"], shown["id"]),
        art=shown["art"],
        title=shown["title"],
        title_marks=marker.marks(shown["title"]),
        url=f"{shown['url']}#{anchor}" if anchor else shown["url"],
        snippet=spoken.snippet,
        date=_day(shown, "date"),
        valid_to=_day(shown, "valid_to"),
        section=shown["section"],
        district=shown["district"],
        status=shown["status"],
        status_kind=shown["status_kind"],
        parent=shown["parent"],
        parent_marks=marker.marks(shown["parent"]),
        score=score,
        passages_left=spoken.left,
    )


def _day(shown: Mapping[str, Any], name: str) -> date | None:
    """A day as it was stored."""
    return date.fromisoformat(shown[name]) if shown[name] else None
