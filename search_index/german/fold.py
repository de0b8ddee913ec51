"""One spelling for every way to write the same letters.

Folding comes before stemming: Häuser, Haeuser, Hauser and a decomposed Häuser end in one stem.
"""

from __future__ import annotations

import re
import unicodedata

#: After these letters `ue` is no umlaut: Bauer, neue, Quelle.
_TRANSLITERATED = re.compile(r"ae|oe|(?<![aeq])ue")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": "", "\u02bc": "'", "\u2019": "'"})


def clean(text: str) -> str:
    """Readable text in one Unicode form, without soft hyphens, zero widths and controls.

    Snippets are cut from this, so offsets of terms and of marks are offsets in it.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text).translate(_HYPHENS)
    return "".join(map(_visible, composed))


def fold(word: str) -> str:
    """Lower case, umlauts and their transliterations to the vowel, ß to ss, no accents."""
    lowered = unicodedata.normalize("NFKC", word).casefold()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _TRANSLITERATED.sub(lambda match: match.group()[0], lowered)


def _visible(character: str) -> str:
    """The character, a space for a control, nothing for what only steers the layout."""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in {"Cc", "Cs", "Zl", "Zp"} else character
