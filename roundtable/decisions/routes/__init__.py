"""Pages of votes, resolutions and tasks."""

from roundtable.decisions.routes.day import day
from roundtable.decisions.routes.leading import leading
from roundtable.decisions.routes.resolutions import resolutions
from roundtable.decisions.routes.tasks import tasks
from roundtable.decisions.routes.voting import voting

PAGES = (leading, voting, day, resolutions, tasks)

__all__ = ["PAGES"]
