"""Random secrets and their hashes: what is stored never opens a door by itself."""

import hashlib
import secrets

BYTES = 32


def new_secret() -> str:
    """256 random bits, fit for addresses and cookies."""
    return secrets.token_urlsafe(BYTES)


def hash_of(*parts: str) -> str:
    """SHA-256 of the parts as hex; enough for random secrets, never for passwords."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
