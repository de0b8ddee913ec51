"""Hashes of passwords: argon2id, two at once, beside the loop that serves the pages.

One hash costs some 35 ms and 19 MiB by intention (OWASP's floor). Under gevent it runs in the native thread pool,
because argon2 frees the interpreter while it works; more than two at once would only make all of them slower.
"""

import secrets
import unicodedata
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import get_hub, monkey

from accounts.people.rules.passwords import fault_of_password
from kernel.errors import RuleViolation

T = TypeVar("T")

AT_ONCE = 2
_FAULTS = {
    "short": "Das Passwort braucht mindestens 12 Zeichen. Mehrere Wörter hintereinander sind gut zu merken.",
    "long": "Das Passwort ist zu lang. Höchstens 1.000 Zeichen sind möglich.",
    "common": "Dieses Passwort nehmen viele. Es wäre schnell erraten. Bitte wählen Sie ein anderes.",
    "own": "Das Passwort besteht fast nur aus Ihrem Namen oder Ihrer Adresse. Bitte wählen Sie ein anderes.",
}
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_turns = BoundedSemaphore(AT_ONCE)


class PasswordRefused(RuleViolation):
    """The password is too easy to guess."""


def use_cost(*, rounds: int, memory_kib: int) -> None:
    """Hash with this cost from now on; older hashes are renewed at the next sign-in."""
    global _hasher  # noqa: PLW0603
    _hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)


def fitting_hash(password: str, *own_words: str) -> str:
    """The hash of a password that holds the rules; PasswordRefused says which one it breaks."""
    if fault := fault_of_password(password, own_words):
        raise PasswordRefused(_FAULTS[fault], field="password")
    return hash_password(password)


def hash_password(password: str) -> str:
    """The argon2id hash with a salt of its own."""
    return _in_turn(lambda: _hasher.hash(_composed(password)))


def matches(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the hash; without one it takes as long and says no."""
    fits = _in_turn(lambda: _verify(password, stored or _nobodys_hash()))
    return fits and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made at another cost."""
    return _hasher.check_needs_rehash(stored)


def _verify(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored, _composed(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def _composed(password: str) -> str:
    """The same characters, however the keyboard composed them."""
    return unicodedata.normalize("NFC", password)


def _in_turn(work: Callable[[], T]) -> T:
    with _turns:
        if monkey.is_module_patched("threading"):
            answer: T = get_hub().threadpool.apply(work)
            return answer
        return work()
