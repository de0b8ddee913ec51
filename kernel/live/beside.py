"""Words that no event holds: edits of documents, which have a log of their own.

They go to the same places, judged by the same stamps, as facts do. Who missed one asks the document's own log. Where no
line is open (commands, the worker, most tests) nothing is told.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.live.deeds import Caller
from kernel.live.listeners import Place
from kernel.live.listening import LISTENERS, listener_of
from kernel.live.rooms import may_listen
from kernel.subjects import Subject

Words = Mapping[str, object]


class Speaker(Protocol):
    """The line, as far as it speaks beside the log."""

    def say_all(self, room: str, name: str, said: Sequence[tuple[Words, str]]) -> None:
        """Tell everybody in the room all of it in order, but each not what came from its own socket."""

    def say_each(self, room: str, name: str, words_for: Callable[[Actor], Words]) -> None:
        """Tell everybody in the room something of their own."""


_speakers: list[Speaker] = []
_keepers: list[Callable[[], None]] = []


def speak_through(speaker: Speaker) -> None:
    """Let the line of this process speak."""
    _speakers[:] = [speaker]


def regularly(keeper: Callable[[], None]) -> None:
    """Let a feature look each second after what it remembers of sockets; twice is once."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def keepers() -> list[Callable[[], None]]:
    """Who wants to look."""
    return _keepers


def hears(sid: str, room: str) -> bool:
    """Whether this socket has a place in the room."""
    listener = LISTENERS.get(sid)
    return listener is not None and room in listener.places


def enter(caller: Caller, room: str, subject: Subject) -> None:
    """Give the caller a place in a room about this subject; NotFound where it is closed to them."""
    listener = listener_of(caller)
    stamp = LISTENERS.stamp  # of before the judgement: a right that goes meanwhile outdates it
    if not may_listen(caller.actor, subject):
        raise NotFound
    LISTENERS.enter(listener, room, Place(subject, stamp))


def tell(room: str, name: str, words: Words, *, but: str = "") -> None:
    """Tell a room; `but` is the socket that knows it already."""
    tell_all(room, name, [(words, but)])


def tell_all(room: str, name: str, said: Sequence[tuple[Words, str]]) -> None:
    """Tell a room several words at once; each with the socket that knows it already."""
    for speaker in _speakers:
        speaker.say_all(room, name, said)


def tell_each(prefix: str, name: str, words_for: Callable[[str, Actor], Words]) -> None:
    """Judge everybody in all rooms of this prefix anew, and tell each what holds for them."""
    for speaker in _speakers:
        for room in LISTENERS.rooms(prefix):
            speaker.say_each(room, name, partial(words_for, room))
