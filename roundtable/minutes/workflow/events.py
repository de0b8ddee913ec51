"""What happens to minutes after the meeting; fields hold ids, numbers and public fingerprints, never a text.

The fingerprint of an approved version is not told: it would confirm a guess at what is not public.
"""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class MinutesSubmitted(Event):
    """Version n lies before the table."""

    kind: ClassVar[str] = "minutes.submitted"
    number: int
    objections_until: str


@dataclass(frozen=True)
class MinutesObjected(Event):
    """A member wishes for a change."""

    kind: ClassVar[str] = "minutes.objected"
    objection_id: str
    number: int


@dataclass(frozen=True)
class ObjectionDecided(Event):
    """The secretary accepted or rejected a wish."""

    kind: ClassVar[str] = "minutes.objection_decided"
    objection_id: str
    state: str


@dataclass(frozen=True)
class MinutesRevised(Event):
    """The secretary writes again."""

    kind: ClassVar[str] = "minutes.revised"
    number: int


@dataclass(frozen=True)
class MinutesConsented(Event):
    """A voting seat agrees with version n."""

    kind: ClassVar[str] = "minutes.consented"
    seat_id: str
    number: int


@dataclass(frozen=True)
class MinutesApproved(Event):
    """The table approved version n."""

    kind: ClassVar[str] = "minutes.approved"
    number: int
    way: str


@dataclass(frozen=True)
class MinutesReturned(Event):
    """The administration gave version n back before its release; the approval counts no more."""

    kind: ClassVar[str] = "minutes.returned"
    number: int


@dataclass(frozen=True)
class CorrectionProposed(Event):
    """Chair or secretary wrote another version of what is public."""

    kind: ClassVar[str] = "minutes.correction_proposed"
    number: int


@dataclass(frozen=True)
class MinutesPublished(Event):
    """Everybody reads publication n; from the second on it is a correction with a reason."""

    kind: ClassVar[str] = "minutes.published"
    number: int
    sha256: str
    reason: str


@dataclass(frozen=True)
class MinutesWithdrawn(Event):
    """Nobody but the table reads them any more; the reason is public."""

    kind: ClassVar[str] = "minutes.withdrawn"
    reason: str


@dataclass(frozen=True)
class MinutesRestored(Event):
    """A withdrawal was taken back: everybody reads publication n again."""

    kind: ClassVar[str] = "minutes.restored"
    number: int
