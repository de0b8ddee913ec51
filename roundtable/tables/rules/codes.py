"""Codes of tables: capital letters that begin the numbers of meetings and resolutions (`RT-2026-04/3`)."""

import re

_SHAPE = re.compile(r"[A-Z][A-Z0-9]{1,7}")


def is_code(text: str) -> bool:
    """Two to eight capital letters and digits, a letter first."""
    return _SHAPE.fullmatch(text) is not None
