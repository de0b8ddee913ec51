"""Pages of votes: for everybody, for voters, for the election office."""

from participation.voting.routes.office import office
from participation.voting.routes.public import public
from participation.voting.routes.results import results
from participation.voting.routes.voter import voter

__all__ = ["office", "public", "results", "voter"]
