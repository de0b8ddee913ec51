"""The tags that keep roll and ballots apart (voting secrecy, level A).

Both are keyed hashes of the voter's key under the vote's own secret K, with different words in front: who holds no K
can link neither to a person nor to each other. K is destroyed when the vote closes.
"""

import hashlib
import hmac

NONCE_BYTES = 32


def roll_tag(secret: bytes, voter_key: str) -> bytes:
    """The voter's entry in the roll."""
    return _tag(secret, b"roll", voter_key)


def slot(secret: bytes, voter_key: str) -> bytes:
    """The place of the voter's ballot in the box."""
    return _tag(secret, b"slot", voter_key)


def derived_nonce(secret: bytes, idempotency_key: str) -> bytes:
    """The nonce of a program's request: the same request, sent again, is the same ballot."""
    return _tag(secret, b"nonce", idempotency_key)


def commitment(secret: bytes, choices: str, nonce: bytes) -> bytes:
    """A keyed hash over canonical choices and nonce, each with its length in front.

    Keyed, because a copy of the database holds choices and nonces side by side while a vote is open: without K nobody
    can find the ballot that belongs to a voter's check code.
    """
    parts = (b"code", choices.encode(), nonce)
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(secret, message, "sha256")


def roll_fingerprint(tags: list[bytes]) -> str:
    """SHA-256 of the sorted roll: who was on it cannot be read, that it was not changed can be shown."""
    return hashlib.sha256(b"".join(sorted(tags))).hexdigest()


def _tag(secret: bytes, word: bytes, text: str) -> bytes:
    return hmac.digest(secret, word + b"|" + text.encode(), "sha256")
