"""Writing: preparing a vote, casting, closing and counting."""

from participation.voting.services.casting import Receipt, cast_ballot
from participation.voting.services.closing import (
    close_vote,
    destroy_secret,
    votes_to_close,
    votes_to_seal,
)
from participation.voting.services.counting import count_vote, publish_result, votes_to_count
from participation.voting.services.importing import import_election
from participation.voting.services.opening import open_vote, votes_to_open
from participation.voting.services.preparing import (
    OptionDraft,
    VoteDraft,
    abandon_vote,
    announce_vote,
    prepare_vote,
    replace_options,
)
from participation.voting.services.trying import extend_open_rolls

__all__ = [
    "OptionDraft",
    "Receipt",
    "VoteDraft",
    "abandon_vote",
    "announce_vote",
    "cast_ballot",
    "close_vote",
    "count_vote",
    "destroy_secret",
    "extend_open_rolls",
    "import_election",
    "open_vote",
    "prepare_vote",
    "publish_result",
    "replace_options",
    "votes_to_close",
    "votes_to_count",
    "votes_to_open",
    "votes_to_seal",
]
