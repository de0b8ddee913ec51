"""Where a role holds: the whole site, an office's task, or one thing."""

import re
from uuid import UUID

_SHAPE = re.compile(r"[a-z][a-z-]*(:[A-Za-z0-9._-]{1,80})?")
#: a scope opens the audience of its name (`audiences`); these are nobody's to grant
_RESERVED = {"public", "signed-in", "office", "person"}
#: things that are named by their id; others by a word
_BY_ID = {"format", "table"}


def is_scope(text: str) -> bool:
    """Whether it is `site`, a task such as `votes`, or a thing such as `district:nord` or `format:<id>`."""
    kind, _, name = text.partition(":")
    named = kind not in _BY_ID or _is_id(name)
    return _SHAPE.fullmatch(text) is not None and kind not in _RESERVED and named


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
