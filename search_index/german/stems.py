"""Stems of folded words: Snowball's, except where it turns a word into another one."""

from __future__ import annotations

import threading

import Stemmer

from search_index.german.tables import STEMS

SNOWBALL = str(Stemmer.version())
_own = threading.local()


def stem(folded: str) -> str:
    """The stem of a folded word. A stemmer is no thread's but its own."""
    if (known := STEMS.get(folded)) is not None:
        return known
    if (stemmer := getattr(_own, "stemmer", None)) is None:
        stemmer = _own.stemmer = Stemmer.Stemmer("german", 0)
    return str(stemmer.stemWord(folded))
