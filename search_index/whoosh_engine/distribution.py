"""Which package provides Whoosh: several share the import name, and only one is pinned."""

from __future__ import annotations

from functools import cache
from importlib.metadata import packages_distributions


class WhooshIsAmbiguous(RuntimeError):
    """More than one installed distribution provides `whoosh`; which one is imported is chance."""


@cache
def ensure_one_whoosh() -> None:
    """Refuse to start on an environment where the files may be written by another Whoosh."""
    providers = sorted(set(packages_distributions().get("whoosh", [])))
    if len(providers) != 1:
        raise WhooshIsAmbiguous(", ".join(providers) or "none")
