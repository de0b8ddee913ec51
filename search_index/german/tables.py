"""The hand-made word lists, read once; their text is part of the analysis version."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from search_index.german.fold import fold

DATA = Path(__file__).parent / "data"


class LongForm(NamedTuple):
    """What an abbreviation becomes, and the words it stands for."""

    term: str
    words: tuple[str, ...]


def _lines(name: str) -> list[list[str]]:
    """The words of each line without comments and empty lines."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


def _exceptions(kind: str) -> list[list[str]]:
    """The lines of one kind in the list of exceptions."""
    return [words for first, *words in _lines("exceptions.txt") if first == kind]


SEED = frozenset(fold(word) for line in _lines("lexicon.txt") for word in line)
STOP_WORDS = frozenset(fold(word) for line in _lines("stopwords.txt") for word in line)
WHOLE = frozenset(fold(word) for line in _exceptions("whole") for word in line)
STEMS = {fold(form): stem for stem, *forms in _exceptions("stem") for form in forms}
ABBREVIATIONS = {
    (short.rstrip(".") if "." in short.rstrip(".") else fold(short.rstrip("."))): LongForm(
        term, tuple(words)
    )
    for short, term, *words in _exceptions("long")
}
LATIN = tuple(tuple(words) for words in _exceptions("latin"))
