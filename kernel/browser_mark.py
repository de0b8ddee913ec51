"""The mark of a visitor's browser: random, in the signed cookie, so that "the browser that asked" can be told.

It says nothing about a person and ends with the sign-in.
"""

from flask import session

from kernel.secret_marks import new_secret

_KEY = "browser"


def mark() -> str:
    """This browser's mark, given now where it has none; for requests that change something."""
    if _KEY not in session:
        session[_KEY] = new_secret()
    return str(session[_KEY])


def known_mark() -> str | None:
    """This browser's mark, if it has one."""
    found = session.get(_KEY)
    return str(found) if found else None
