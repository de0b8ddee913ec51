"""What the public cannot read any more."""

from kernel.errors import Refusal
from roundtable.meetings.models import Meeting
from roundtable.minutes.workflow.queries import Published


class MinutesAreWithdrawn(Refusal):
    """The minutes were public; what is left is that, since when not, and why."""

    status = 410
    code = "closed"
    message = "Dieses Protokoll ist nicht mehr öffentlich."

    def __init__(self, meeting: Meeting, publication: Published) -> None:
        super().__init__()
        self.meeting, self.publication = meeting, publication
