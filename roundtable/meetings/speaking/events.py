"""What happens on the list of speakers; fields hold ids and numbers alone, because the whole room hears them."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class SpeakerFact(Event):
    """A fact about one contribution."""

    entry_id: str


@dataclass(frozen=True)
class SpeakerAsked(SpeakerFact):
    """Somebody asks to speak, or was entered by chair or secretary."""

    kind: ClassVar[str] = "speaker.asked"
    item_id: str
    what: str
    entered: bool


@dataclass(frozen=True)
class SpeakerWithdrawn(SpeakerFact):
    """Somebody does not want to speak any more."""

    kind: ClassVar[str] = "speaker.withdrawn"


@dataclass(frozen=True)
class SpeakerCalled(SpeakerFact):
    """It is this person's turn."""

    kind: ClassVar[str] = "speaker.called"


@dataclass(frozen=True)
class SpeakerStarted(SpeakerFact):
    """The clock runs, for the first time or after a pause."""

    kind: ClassVar[str] = "speaker.started"


@dataclass(frozen=True)
class SpeakerPaused(SpeakerFact):
    """The clock stands."""

    kind: ClassVar[str] = "speaker.paused"
    seconds: int


@dataclass(frozen=True)
class SpeakerEnded(SpeakerFact):
    """The contribution is over."""

    kind: ClassVar[str] = "speaker.ended"
    seconds: int


@dataclass(frozen=True)
class SpeakerSkipped(SpeakerFact):
    """The chair passed over somebody, or what they asked to speak to is over."""

    kind: ClassVar[str] = "speaker.skipped"


@dataclass(frozen=True)
class SpeakerMoved(SpeakerFact):
    """The chair put somebody at another place."""

    kind: ClassVar[str] = "speaker.moved"
    position: int


@dataclass(frozen=True)
class SpeakersListTurned(Event):
    """The list was closed, or is open again."""

    kind: ClassVar[str] = "speaker.list_turned"
    item_id: str
    closed: bool
