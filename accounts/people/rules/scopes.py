"""Where a role holds: the whole site, an office's task, or one thing."""

import re

_SHAPE = re.compile(r"[a-z][a-z-]*(:[A-Za-z0-9._-]{1,80})?")
#: a scope opens the audience of its name (`audiences`); these are nobody's to grant
_RESERVED = {"public", "signed-in", "office", "person"}


def is_scope(text: str) -> bool:
    """Whether it is `site`, a task such as `votes`, or a thing such as `district:nord` or `format:<id>`."""
    return _SHAPE.fullmatch(text) is not None and text.partition(":")[0] not in _RESERVED
