"""Text as it came in, made fit to store: one spelling of each character, one kind of line end, nothing invisible."""

import re
import unicodedata
from itertools import groupby

from kernel.errors import RuleViolation
from kernel.i18n import lazy

MAX_COMBINING = 10

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
# Control characters but line feed and tab, lone surrogates, non-characters, and the two overrides
# that write a line backwards; embeddings and joiners stay, as Arabic and emoji need them.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

#: formats, controls, separators, and marks without anything to stand on
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
#: letters and a sign that are drawn as nothing
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class UnreadableCharacter(RuleViolation):
    """The text holds characters that nobody can see, or that hide what it says."""

    message = lazy(
        "Der Text enthält unsichtbare Steuerzeichen. Bitte tippen Sie die Stelle neu ein."
    )


class TooManyAccents(RuleViolation):
    """More marks are piled on one letter than any language writes."""

    message = lazy(
        "Ein Buchstabe trägt zu viele Zusatzzeichen. Bitte tippen Sie die Stelle neu ein."
    )


def tidied(text: str) -> str:
    """The text in Unicode's composed form (NFC), its lines ended by line feeds.

    Tidying twice changes nothing. Raises UnreadableCharacter and TooManyAccents. The latter comes first for a reason:
    composing sorts the marks of a letter by insertion, and 50,000 of them take four seconds.
    """
    text = _LINE_ENDS.sub("\n", text)
    if _UNREADABLE.search(text):
        raise UnreadableCharacter
    if text.isascii():
        return text
    if _longest_pile(text) > MAX_COMBINING:
        raise TooManyAccents
    return unicodedata.normalize("NFC", text)


def first_unreadable(text: str) -> int:
    """Where the first character stands that `tidied` refuses as unreadable; -1 for nowhere."""
    found = _UNREADABLE.search(text)
    return found.start() if found else -1


def unreadable_named(text: str) -> str:
    """The text with the number in place of each such character."""
    return _UNREADABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def has_something_to_see(text: str) -> bool:
    """Whether any character shows: blanks, joiners, fillers and other invisible ones alone are no text."""
    return any(
        character not in _BLANK and unicodedata.category(character) not in _INVISIBLE
        for character in text
    )


def _longest_pile(text: str) -> int:
    piles = groupby(text, lambda character: unicodedata.combining(character) > 0)
    return max((sum(1 for _ in pile) for above, pile in piles if above), default=0)
