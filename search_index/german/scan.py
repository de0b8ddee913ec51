"""Where words begin and end in a text, and what kind of word each is.

The patterns use possessive repeats: every text is read in one pass, however odd it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search_index.german.fold import fold
from search_index.german.tables import ABBREVIATIONS, LATIN, STOP_WORDS

LETTER = r"[^\W\d_]"
WORD = r"[^\W_]"


class Piece(NamedTuple):
    """A word in the text: kind, characters `[start, end)`, and its words."""

    kind: str
    start: int
    end: int
    words: tuple[str, ...]


def _spelled(short: str) -> str:
    """An abbreviation with its full stops, with or without spaces between."""
    return r"\.\s?".join(map(re.escape, short.split("."))) + r"\."


_SHORT = "|".join(_spelled(s) for s in sorted(ABBREVIATIONS, key=len, reverse=True) if "." in s)
_LATIN = "|".join(r"\s+".join(words) for words in LATIN)
_PATTERN = re.compile(
    rf"""
    (?<!\w)(?:
      (?P<short>{_SHORT})
    | (?P<latin>(?:{_LATIN}))(?!\w)
    | (?P<number>(?:[A-Za-zÄÖÜäöü]{{1,4}}(?:[-/.]|\ ))?+\d++(?:[-–/.:,]\d++)++)(?!\w)
    | (?P<spaced>[A-Za-zÄÖÜ]{{1,4}}[-/.\ ]\d++(?:[-–/.:\ ]\d++)++)(?!\w)
    )
    | (?P<gender>{LETTER}+(?:[*:_·]|/-?|\()(?:innen|in(?!\w))\)?+{LETTER}*+
        | (?-i:{LETTER}*[a-zäöüß]I(?:nnen{LETTER}*+|n(?!\w))))
    | (?P<hyphen>{WORD}++(?:-{WORD}++)++)
    | (?P<word>{WORD}++)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GENDER = re.compile(rf"({LETTER}+?)(?:[*:_·]|/-?|\()in(?:nen)?\)?({LETTER}*)", re.IGNORECASE)
_INNER = re.compile(rf"({LETTER}*[a-zäöüß])I(?:nnen|n)({LETTER}*)")
_BEFORE_NUMBER = re.compile(r"([A-Za-zÄÖÜäöü]+)[-/. ]?")
_PARTS_OF_NUMBER = re.compile(r"[A-Za-zÄÖÜäöü]+|\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def pieces(text: str) -> Iterator[Piece]:
    """The words of a clean text in order."""
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup or "word"
        start, end = match.span()
        yield from _READERS[kind](match.group(), start, end)


def _word(found: str, start: int, end: int) -> Iterator[Piece]:
    yield Piece("word", start, end, (found,))


def _short(found: str, start: int, end: int) -> Iterator[Piece]:
    key = "".join(found.lower().split()).rstrip(".")
    yield Piece("short", start, end, (key,))


def _latin(found: str, start: int, end: int) -> Iterator[Piece]:
    yield Piece("latin", start, end, tuple(found.split()))


def _number(found: str, start: int, end: int) -> Iterator[Piece]:
    """RT-2026-04/3 is one number; "am 12.4." and "rund 1.000" are a word and a number."""
    before = _BEFORE_NUMBER.match(found)
    digits = found[before.end() :] if before else found
    if before and (fold(before[1]) in STOP_WORDS or _THOUSANDS.fullmatch(digits)):
        yield Piece("word", start, start + before.end(1), (before[1],))
        start, found = start + before.end(), digits
    if _THOUSANDS.fullmatch(found):
        yield Piece("word", start, end, (found.replace(".", ""),))
    else:
        yield Piece("number", start, end, tuple(_PARTS_OF_NUMBER.findall(found)))


def _gender(found: str, start: int, end: int) -> Iterator[Piece]:
    """Base and rest of Bürger:innenrat; a word that only looks alike stays as it is."""
    match = _GENDER.fullmatch(found) or _INNER.fullmatch(found)
    if match is None:
        yield from _plain(found, start)
    else:
        yield Piece("gender", start, end, (match.group(1) + match.group(2),))


def _plain(found: str, start: int) -> Iterator[Piece]:
    """The words of a stretch that turned out to be nothing special."""
    for match in re.finditer(rf"{WORD}+", found):
        yield Piece("word", start + match.start(), start + match.end(), (match.group(),))


def _hyphen(found: str, start: int, end: int) -> Iterator[Piece]:
    yield Piece("hyphen", start, end, tuple(found.split("-")))


_READERS = {
    "word": _word,
    "short": _short,
    "latin": _latin,
    "number": _number,
    "spaced": _number,
    "gender": _gender,
    "hyphen": _hyphen,
}
