"""Pages of votes, resolutions and tasks."""

from roundtable.decisions.routes.leading import leading
from roundtable.decisions.routes.voting import voting

__all__ = ["leading", "voting"]
