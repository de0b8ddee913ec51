"""Which characters can be printed, and what stands for the others.

A box says nothing and a reader's program skips it, so what no font has is named: `[Zeichen U+1F642]`.
"""

import re
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
#: the same to the eye, and in the fonts
_ALIKE = str.maketrans("\u2011\t", "- ")
#: marks that only steer how neighbours are joined, broken or directed: nothing is lost without them
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)


def printable(text: str) -> str:
    """The text with a name in place of each character that no font has; line feeds stay."""
    plain = _INVISIBLE.sub("", text).translate(_ALIKE)
    return "".join(each if each == "\n" or ord(each) in _known() else _name(each) for each in plain)


def missing_in(text: str) -> list[str]:
    """The characters that will be named instead, each once, in their order in the text."""
    plain = _INVISIBLE.sub("", text).translate(_ALIKE)
    return list(dict.fromkeys(c for c in plain if c != "\n" and ord(c) not in _known()))


def _name(character: str) -> str:
    return f"[Zeichen U+{ord(character):04X}]"


@cache
def _known() -> frozenset[int]:
    """What every style of the fonts has, as `scripts/vendor_print_fonts.py` has noted it."""
    codes: set[int] = set()
    for line in (FONTS / "characters.txt").read_text(encoding="ascii").split():
        first, last = line.split("-")
        codes.update(range(int(first, 16), int(last, 16) + 1))
    return frozenset(codes)
