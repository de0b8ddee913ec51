"""Every route says who may come this far; what it may do with the thing is asked again in the service."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, g

from kernel.actors import ANONYMOUS, Actor
from kernel.errors import NotPermitted, NotSignedIn

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Access:
    """A named threshold of a route."""

    name: str
    admits: Callable[[Actor], bool]


PUBLIC = Access("public", lambda _actor: True)
SIGNED_IN = Access("signed-in", lambda actor: actor.signed_in)


def actor() -> Actor:
    """Who sent this request."""
    found: Actor = g.get("actor", ANONYMOUS)
    return found


def access(threshold: Access) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Declare a route's threshold and hold it: visitors are asked to sign in, others are refused."""

    def declare(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            if not threshold.admits(actor()):
                raise NotPermitted if actor().signed_in else NotSignedIn
            return view(*args, **kwargs)

        guarded.__access__ = threshold  # type: ignore[attr-defined]
        return guarded

    return declare


def access_of(view: Callable[..., object]) -> str | None:
    """The declared threshold's name; None where nothing was declared."""
    threshold: Access | None = getattr(view, "__access__", None)
    return threshold.name if threshold else None


def require_declarations(app: Flask) -> None:
    """Refuse to start while a route does not say who may use it."""
    silent = [name for name, view in app.view_functions.items() if access_of(view) is None]
    if silent:
        raise RuntimeError(f"These routes declare no access: {', '.join(sorted(silent))}")
