"""Values that travel through the browser unread and unchanged: encrypted, authenticated, bound to a place.

For form steps that must store nothing, such as the check page of a ballot. Not for secrets of long life: the key is
derived from `SECRET_KEY` and older keys are accepted while they are configured.
"""

import base64
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE_BYTES = 12


class BrokenSeal(ValueError):
    """Forged, cut, of another place, or sealed with a key that is no longer known."""


def seal(value: dict[str, Any], *, place: str) -> str:
    """The value as a text that only this installation can read, and only for this place."""
    nonce = os.urandom(NONCE_BYTES)
    plain = json.dumps(value).encode()
    boxed = nonce + AESGCM(_keys()[0]).encrypt(nonce, plain, place.encode())
    return base64.urlsafe_b64encode(boxed).decode()


def unseal(text: str, *, place: str) -> dict[str, Any]:
    """The value again, or BrokenSeal."""
    try:
        boxed = base64.urlsafe_b64decode(text.encode())
    except ValueError as error:
        raise BrokenSeal from error
    for key in _keys():
        try:
            plain = AESGCM(key).decrypt(boxed[:NONCE_BYTES], boxed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            continue
        value: dict[str, Any] = json.loads(plain)
        return value
    raise BrokenSeal


def _keys() -> list[bytes]:
    secrets = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    return [_derived(secret) for secret in secrets]


def _derived(secret: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"sealing").derive(
        secret.encode()
    )
