"""Who follows up a resolution; who reads it is a condition of the query."""

from datetime import datetime

from kernel.actors import Actor
from roundtable.decisions.resolution_models import Resolution
from roundtable.tables.permissions import can_chair, can_manage


def can_follow_up(actor: Actor, resolution: Resolution, at: datetime) -> bool:
    """The chair, and the administration that keeps the table, say where it stands."""
    table = resolution.meeting.table
    return can_chair(actor, table, at) or can_manage(actor, table)
