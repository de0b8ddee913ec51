"""Which passwords are refused: short ones, common ones, and those made of what everybody knows about the person.

No rule about kinds of characters: length and surprise count (OWASP ASVS 5.0, 6.2). The list of common passwords is
built here from words that people really take, singly and in pairs, because passwords of twelve characters and more
are common as combinations. Digits and signs around them and letters written as digits do not help.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise, product

SHORTEST = 12
#: what the operator may not go below, even for a trial
FLOOR = 8
LONGEST = 1_000
OWN_WORD_FROM = 4

EVERYDAY = """
    passwort password kennwort geheim secret hallo hello willkommen welcome admin administrator login master test
    gast user benutzer start default standard internet computer schatz liebe love iloveyou engel prinzessin princess
    sommer winter herbst fruehling summer spring sonne sunshine montag dienstag mittwoch donnerstag freitag januar
    februar maerz april juni juli august september oktober november dezember fussball football dragon drache monkey
    tiger hund katze blume superman batman pokemon starwars qwertz qwerty asdfgh letmein changeme sicher sicherheit
    familie mama papa deutschland berlin muenchen koeln bitte danke einfach
"""
SITE = """
    hamburg engagement engagementforum forum karte engagementkarte beteiligung ehrenamt abstimmung stadt buerger
    rathaus elbe alster hafen moin hansestadt vorschlag demo runder tisch verwaltung moderation
"""
_ROWS = (
    "1234567890",
    "qwertzuiop",
    "qwertyuiop",
    "asdfghjkl",
    "yxcvbnm",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
)
_AS_DIGITS = str.maketrans("013457@$!|", "oieastasil")
_BETWEEN = str.maketrans("", "", " -_.,/+#'")
_AROUND = "0123456789!?*§%&=()@$€<>\"'+-_.,:;#/ "


@cache
def _words() -> frozenset[str]:
    return frozenset((EVERYDAY + SITE).split())


@cache
def common_passwords() -> frozenset[str]:
    """Passwords of twelve and more characters that are refused outright, in lower case without separators."""
    words = _words()
    joined = {first + second for first, second in product(words, repeat=2)}
    repeated = {word * times for word in words for times in range(2, 5)}
    return frozenset(text for text in joined | repeated | words if len(text) >= SHORTEST)


def fault_of_password(password: str, own_words: Iterable[str] = ()) -> str:
    """Why it is refused: "short", "long", "common" or "own" (it is little more than a word about the person)."""
    text = unicodedata.normalize("NFC", password)
    if len(text) < SHORTEST:
        return "short"
    if len(text) > LONGEST:
        return "long"
    if is_common(text):
        return "common"
    return "own" if _is_little_more_than(text, own_words) else ""


def is_common(password: str) -> bool:
    """Whether many people would take it: a listed word or two, a run on the keyboard, a repetition."""
    plain = password.casefold().translate(_BETWEEN)
    if _is_repetition(plain) or _is_run(plain):
        return True
    cores = {plain, plain.strip(_AROUND), password.casefold().strip(_AROUND).translate(_BETWEEN)}
    return any(_is_listed(core) or _is_listed(core.translate(_AS_DIGITS)) for core in cores)


def _is_listed(core: str) -> bool:
    return core in common_passwords() or core in _words()


def _is_repetition(plain: str) -> bool:
    """Whether it is one unit of at most four characters again and again."""
    return any(
        plain == (plain[:size] * len(plain))[: len(plain)]
        for size in range(1, min(4, len(plain)) + 1)
    )


def _is_run(plain: str) -> bool:
    """Whether each character but few follows its neighbour on a row of the keyboard or in the alphabet."""
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    steps = sum(any(pair in row for row in rows) for pair in map("".join, pairwise(plain)))
    return steps >= len(plain) - 3


def _is_little_more_than(text: str, own_words: Iterable[str]) -> bool:
    """Whether fewer than six characters remain once a word about the person is taken out."""
    plain = text.casefold()
    words = {part for word in own_words for part in _parts(word) if len(part) >= OWN_WORD_FROM}
    return any(word in plain and len(plain.replace(word, "")) < 6 for word in words)


def _parts(word: str) -> set[str]:
    plain = word.casefold()
    return {plain, plain.partition("@")[0], *plain.replace("@", " ").replace(".", " ").split()}
