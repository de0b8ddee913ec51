"""Constraints speak: the name of a broken one becomes the rule it keeps.

A unique constraint is stronger than an `if`, because two requests may pass the `if` at once.
"""

import re

from sqlalchemy.exc import IntegrityError

from kernel.errors import RuleViolation

_rules: dict[str, type[RuleViolation]] = {}
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?P<columns>.+)$")
_SQLITE_CHECK = re.compile(r"CHECK constraint failed: (?P<name>\w+)")


def rule(constraint: str, violation: type[RuleViolation]) -> None:
    """Say which rule this constraint keeps."""
    _rules[constraint] = violation


def as_rule(error: IntegrityError) -> Exception:
    """The rule behind a broken constraint; the error itself where no rule is known, for that is our bug."""
    violation = _rules.get(constraint_name(error))
    return violation() if violation else error


def constraint_name(error: IntegrityError) -> str:
    """The name of the broken constraint; SQLite tells only the columns of a unique one."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return str(diagnostics.constraint_name or "")
    text = str(error.orig)
    if check := _SQLITE_CHECK.search(text):
        return check["name"]
    if unique := _SQLITE_UNIQUE.search(text):
        columns = [column.split(".") for column in unique["columns"].split(", ")]
        return "_".join(["uq", columns[0][0], *(column[-1] for column in columns)])
    return ""
