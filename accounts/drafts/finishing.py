"""What sends a kept draft once its author has signed in; each feature registers its own way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the sent text stands, and what the page tells its author."""

    address: str
    message: str


Finisher = Callable[[Actor, dict[str, Any]], Sent]
_finishers: dict[str, Finisher] = {}


def finish_with(form: str, finisher: Finisher) -> None:
    """Send drafts of this form with this function; it runs in a service's transaction and may refuse."""
    _finishers[form] = finisher


def finisher_of(form: str) -> Finisher | None:
    """How drafts of this form are sent; None where the author presses the button again."""
    return _finishers.get(form)
