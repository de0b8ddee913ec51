"""Hits as pages show them: a subject, its best passage, what to emphasise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from kernel.subjects import Subject
from search_index.german.analysis import Analysis
from search_index.port import Hit
from search_index.snippets import Marker, Text, read
from search_index.whoosh_engine.leaf import Leaf
from search_index.whoosh_engine.schema import NO_DAY


class Read(NamedTuple):
    """A row with its texts analysed."""

    shown: Mapping[str, Any]
    title: Text
    parent: Text
    passages: tuple[Text, ...]


def hit_of(leaf: Leaf, row: int, score: float, marker: Marker, analysis: Analysis) -> Hit:
    """A row as a hit."""
    shown, title, parent, passages = _read(leaf, row, analysis)
    spoken = marker.best(passages)
    anchor = shown["passages"][spoken.passage][0]
    return Hit(
        subject=Subject(shown["kind"], shown["id"]),
        art=shown["art"],
        title=shown["title"],
        title_marks=marker.marks(title),
        url=f"{shown['url']}#{anchor}" if anchor else shown["url"],
        snippet=spoken.snippet,
        date=_day(shown, "date"),
        valid_from=_begin(leaf, row),
        valid_to=_day(shown, "valid_to"),
        section=shown["section"],
        district=shown["district"],
        status=shown["status"],
        status_kind=shown["status_kind"],
        parent=shown["parent"],
        parent_marks=marker.marks(parent),
        score=score,
        passages_left=spoken.left,
    )


def _read(leaf: Leaf, row: int, analysis: Analysis) -> Read:
    """The row, analysed once; the same hits are shown again and again."""
    found: Read | None = leaf.read.get(row)
    if found is None:
        shown = leaf.shown(row)
        texts = shown["title"], shown["parent"], *(text for _, _, text in shown["passages"])
        title, parent, *passages = (read(text, analysis) for text in texts)
        found = Read(shown, title, parent, tuple(passages))
        leaf.remember(row, found, sum(map(len, texts)))
    return found


def _day(shown: Mapping[str, Any], name: str) -> date | None:
    """A day as it was stored."""
    return date.fromisoformat(shown[name]) if shown[name] else None


def _begin(leaf: Leaf, row: int) -> date | None:
    """The first day on which the row is found."""
    day = int(leaf.numbers["valid_from"][row])
    return date.fromordinal(day) if day != NO_DAY else None
