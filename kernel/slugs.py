"""Short addresses made of titles: lower case, `ae oe ue ss`, words joined by hyphens."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

MAX_LENGTH = 60
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "ss"})


def slug_of(title: str, taken: Container[str] = (), *, otherwise: str = "format") -> str:
    """The address of a title, or `otherwise` where no letter is left; a number is added where it is taken."""
    plain = unicodedata.normalize("NFC", title).lower().translate(GERMAN)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    stem = words[:MAX_LENGTH].rstrip("-") or otherwise
    numbered = (f"{stem}-{number}" for number in count(2))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)
