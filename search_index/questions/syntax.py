"""What people type: words, "phrases", -without, word* and field words (`titel:karte`).

Nothing is an error; what is no syntax is text. Beyond the limits the rest is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from search_index.german.fold import clean

MOST_CHARACTERS = 200
MOST_CLAUSES = 20

#: Field word → the facet it filters; the empty ones look into title and number.
FIELD_WORDS = {
    "titel": "",
    "nummer": "",
    "gremium": "section",
    "art": "art",
    "jahr": "year",
    "bezirk": "district",
}

_CLAUSE = re.compile(
    rf"""(?<!\S)(?P<minus>-)?+
    (?:(?P<field>{"|".join(FIELD_WORDS)}):\s?)?+
    (?:"(?P<phrase>[^"]*+)"?+|(?P<word>[^\s"]++))""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the question with syntax: what was typed, its field word, its text."""

    typed: str
    field: str
    text: str
    is_phrase: bool


@dataclass(slots=True)
class Syntax:
    """A question taken apart; `text` is what remains when all clauses are blanked out."""

    text: str = ""
    phrases: list[Clause] = field(default_factory=list)
    without: list[Clause] = field(default_factory=list)
    fields: list[Clause] = field(default_factory=list)


def read(typed: str) -> Syntax:
    """Take a question apart. The plain text keeps its places, so words keep their neighbours."""
    text = clean(typed[:MOST_CHARACTERS])
    found = Syntax()
    plain: list[str] = []
    end = 0
    for match in _CLAUSE.finditer(text):
        clause = _clause(match)
        group = _group(match, found)
        if group is None or not clause.text.strip("-*: "):
            continue
        if sum(map(len, (found.phrases, found.without, found.fields))) < MOST_CLAUSES:
            group.append(clause)
        plain += [text[end : match.start()], " " * len(match.group())]
        end = match.end()
    found.text = "".join([*plain, text[end:]])
    return found


def _clause(match: re.Match[str]) -> Clause:
    """The clause a match stands for."""
    phrase, word = match.group("phrase"), match.group("word")
    return Clause(
        typed=match.group(),
        field=(match.group("field") or "").lower(),
        text=word if phrase is None else phrase,
        is_phrase=phrase is not None,
    )


def _group(match: re.Match[str], found: Syntax) -> list[Clause] | None:
    """Where the clause belongs; None for plain words."""
    if match.group("minus"):
        return found.without
    if match.group("field"):
        return found.fields
    return None if match.group("phrase") is None else found.phrases
