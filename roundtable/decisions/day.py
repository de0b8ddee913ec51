"""What is released of a meeting on its day: public items alone, as plain data that can be frozen."""

from collections.abc import Mapping
from typing import Any

from roundtable.decisions.models import LiveVote
from roundtable.decisions.queries import announced_votes_of
from roundtable.decisions.resolution_queries import resolutions_of
from roundtable.decisions.tally import figures, leanings_of
from roundtable.decisions.task_queries import owners_without_names, tasks_of_meeting
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import address_of


def address_of_day(meeting: Meeting) -> str:
    """The page of a meeting's results."""
    return f"{address_of(meeting)}ergebnis"


def content_of_day(meeting: Meeting) -> Mapping[str, Any]:
    """Announced votes of public items in their order, each with the resolution it became."""
    resolutions = {one.vote_id: one for one in resolutions_of(meeting)}
    votes = [vote for vote in announced_votes_of(meeting) if vote.item.public]
    told = [
        _vote(vote) | {"resolution": resolutions[vote.id].number if vote.id in resolutions else ""}
        for vote in votes
    ]
    return {
        "meeting": meeting.number,
        "table": meeting.table.name,
        "votes": told,
        "tasks": _tasks(meeting),
    }


def _vote(vote: LiveVote) -> dict[str, Any]:
    """Numbers and groups as pairs: they keep their order where objects are sorted."""
    return {
        "id": str(vote.id),
        "item": vote.item.number or "",
        "title": vote.title,
        "text": vote.text,
        "text_hash": vote.text_hash,
        "rule": vote.rule.value,
        "outcome": vote.outcome.value if vote.outcome else "",
        "electorate": len(vote.voters),
        "figures": list(figures(vote).items()),
        "groups": list(leanings_of(vote).items()),
        "hands": vote.hand_count is not None,
    }


def _tasks(meeting: Meeting) -> list[dict[str, str]]:
    """Public tasks in the order of their days."""
    tasks = [task for task in tasks_of_meeting(meeting) if task.public]
    owners = owners_without_names(meeting.table, tasks)
    return [
        {
            "id": str(task.id),
            "title": task.title,
            "owner": owners[task.id],
            "due": task.due.isoformat(),
            "resolution": task.resolution.number if task.resolution else "",
        }
        for task in tasks
    ]
