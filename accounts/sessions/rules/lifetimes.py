"""How long a session lasts: short where much can be done with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

OFFICE_ROLES = frozenset({"administration", "operator", "moderator"})


@dataclass(frozen=True, slots=True)
class Lifetime:
    """`idle` counts from the last use, `whole` from the sign-in."""

    idle: timedelta
    whole: timedelta

    def is_over(self, *, began_at: datetime, last_used_at: datetime, at: datetime) -> bool:
        """Whether a session has ended by itself at this instant; the limits are half-open."""
        return at >= self.ends_at(began_at=began_at, last_used_at=last_used_at)

    def ends_at(self, *, began_at: datetime, last_used_at: datetime) -> datetime:
        """When a session ends by itself, unless it is used once more."""
        return min(began_at + self.whole, last_used_at + self.idle)


CITIZEN = Lifetime(idle=timedelta(days=14), whole=timedelta(days=14))
OFFICE = Lifetime(idle=timedelta(minutes=60), whole=timedelta(hours=12))


def lifetime_for(roles: frozenset[str]) -> Lifetime:
    """Short for people of the office, long for everybody else."""
    return OFFICE if roles & OFFICE_ROLES else CITIZEN
