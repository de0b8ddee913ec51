"""Pages of minutes after the meeting."""

from roundtable.minutes.workflow.routes.members import members
from roundtable.minutes.workflow.routes.office import office

PAGES = (members, office)

__all__ = ["PAGES"]
