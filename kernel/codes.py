"""Codes that people read, type and say: one form for all of them.

A letter for the kind, 16 signs of Crockford's alphabet (80 bits), and a check sign: Luhn's method for an alphabet of
32 signs. One wrong sign, and nearly every pair of neighbours exchanged, is noticed before anything is looked up.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 80
LENGTH = 16
BLOCK = 4
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(kind: str, value: bytes) -> str:
    """The code of the first 80 bits: `Q-7F3K-…`, in blocks of four."""
    number = int.from_bytes(value[: BITS // 8], "big")
    signs = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))
    text = signs + check_sign(signs)
    blocks = [text[start : start + BLOCK] for start in range(0, len(text), BLOCK)]
    return "-".join([kind, *blocks])


def normal(text: str) -> str | None:
    """The code as `code_of` writes it, from any spelling; None where the check sign does not fit."""
    bare = text.upper().translate({ord(sign): None for sign in " -–"})
    kind, signs = bare[:1], bare[1:].translate(MISREAD)
    if len(signs) != LENGTH + 1 or not kind.isalpha() or any(s not in ALPHABET for s in signs):
        return None
    if check_sign(signs[:-1]) != signs[-1]:
        return None
    blocks = [signs[start : start + BLOCK] for start in range(0, len(signs), BLOCK)]
    return "-".join([kind, *blocks])


def check_sign(signs: str) -> str:
    """The sign that makes the weighted sum a multiple of 32."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = ALPHABET.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
