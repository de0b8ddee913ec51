"""Writing in the room: what stands in the way, and how fast one person may write."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from roundtable.meetings.rules.states import UNDER_WAY, State

#: this many messages of one person within this time, then one has to wait
AT_ONCE = 20
SPAN = timedelta(minutes=1)
LONGEST = 1_000
#: working talk is deleted this long after the meeting, or once its minutes are public
KEPT = timedelta(days=90)


class Hindrance(StrEnum):
    """Why somebody cannot write now."""

    SITZUNG_RUHT = "sitzung_ruht"
    NUR_MITGLIEDER = "nur_mitglieder"


def hindrance(state: State, *, item_is_public: bool, is_member: bool) -> Hindrance | None:
    """What keeps somebody with a seat from writing; between two items nothing is non-public."""
    if state not in UNDER_WAY:
        return Hindrance.SITZUNG_RUHT
    if not item_is_public and not is_member:
        return Hindrance.NUR_MITGLIEDER
    return None


def wait_seconds(last: Sequence[datetime], now: datetime) -> int:
    """How long until one more message fits; `last` are the newest of this person, the newest first."""
    within = [at for at in last if at > now - SPAN]
    if len(within) < AT_ONCE:
        return 0
    free_at = within[AT_ONCE - 1] + SPAN
    return max(1, -int(-(free_at - now).total_seconds() // 1))
