"""What may stand in the text of an agenda item, and in which spelling."""

import re
import unicodedata
from enum import StrEnum
from hashlib import sha256

MOST_CHARACTERS = 50_000
#: a picture pasted as text would fill the document, its log and every device
DATA_URL = re.compile(r"\bdata:[^\s,]{0,200},\S", re.IGNORECASE)
#: PostgreSQL cannot store NUL, XML and PDF no control characters; a carriage return is two line ends for some
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class Problem(StrEnum):
    """Why an edit of the text is refused."""

    TEXT_LIMIT = "text_limit"
    DATA_URL = "data_url"
    CHARACTERS = "characters"


def problem(text: str, *, grown: bool = True) -> Problem | None:
    """What is wrong with the text; too long it may be while it does not grow."""
    if grown and len(text) > MOST_CHARACTERS:
        return Problem.TEXT_LIMIT
    if CONTROL.search(text):
        return Problem.CHARACTERS
    return Problem.DATA_URL if DATA_URL.search(text) else None


def with_line_feeds(text: str) -> str:
    """The text of a form, whose lines end with CRLF on the wire."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def canonical(text: str) -> str:
    """The one spelling of versions: lines end with LF, composed characters (NFC)."""
    return unicodedata.normalize("NFC", with_line_feeds(text))


def fingerprint(text: str) -> str:
    """SHA-256 of the text as UTF-8, in hex: both sides compare it, because state vectors do not see deletions."""
    return sha256(text.encode()).hexdigest()
