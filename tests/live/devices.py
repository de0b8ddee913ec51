"""Devices that go on through whatever life the server has: what was not acknowledged they send again.

Each keeps a journal, outside of the server, of what it was told and what it has heard.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import Any
from uuid import UUID, uuid4

from tests.support.raw_socket import Gone, RawSocket
from tests.support.replicas import Replica

CHOICES = ("dafuer", "dagegen", "enthaltung")
#: refusals after which the same is sent again
FOR_NOW = {"resync", "too_fast"}


@dataclass(frozen=True)
class Place:
    """Where devices are, and when they begin nothing more, and when they go."""

    url: str
    rest: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is sent until it is acknowledged, always with the same id."""

    name: str
    words: dict[str, object]

    @property
    def id(self) -> str:
        return str(self.words["id"])


class Device(ABC):
    """A page of one person."""

    #: so many deeds are on their way at once
    at_once = 3
    #: more in one life of the server would be too fast
    most = 60

    def __init__(self, place: Place, token: str, chance: Random) -> None:
        self.place, self.token, self.chance = place, token, chance
        self.pending: list[Deed] = []
        #: the journal: what was acknowledged, with its number, in the order of the acknowledgements
        self.told: dict[str, int] = {}
        #: what was on its way when a life ended
        self.cut: set[str] = set()
        self._left = 0
        self._next_at = 0.0

    @abstractmethod
    def arrive(self, socket: RawSocket) -> None:
        """Come in, and learn what was missed."""

    @abstractmethod
    def deed(self) -> Deed | None:
        """Something new to do; None for nothing now."""

    @abstractmethod
    def hear(self, socket: RawSocket) -> None:
        """Take in what others did."""

    def live(self) -> None:
        """Be there, in one life of the server after the other, until it is over."""
        while not self.place.over.is_set():
            sent: dict[str, int] = {}
            self._left = self.most
            try:
                with RawSocket(self.place.url, origin=None) as socket:
                    assert "sid" in socket.connect(self.token)
                    self.arrive(socket)
                    while not self.place.over.is_set():
                        self._turn(socket, sent)
            except (OSError, Gone):
                self.cut |= sent.keys() & {deed.id for deed in self.pending}
                time.sleep(0.05)

    def _turn(self, socket: RawSocket, sent: dict[str, int]) -> None:
        self._begin()
        for deed in self.pending:
            if deed.id not in sent:
                sent[deed.id] = socket.emit(deed.name, deed.words)
        socket.look(0.05)
        for deed in list(self.pending):
            if answer := socket.answered(sent[deed.id]):
                self._note(deed, answer)
        self.hear(socket)

    def _begin(self) -> None:
        """Some deeds at once, then a pause."""
        now = time.monotonic()
        if self.pending or now < self._next_at or self.place.rest.is_set():
            return
        self._next_at = now + self.chance.uniform(0.05, 0.3)
        for _ in range(min(self.at_once, self._left)):
            if deed := self.deed():
                self.pending.append(deed)
                self._left -= 1

    def _note(self, deed: Deed, answer: dict[str, Any]) -> None:
        if not answer["ok"]:
            assert answer["code"] in FOR_NOW, (deed, answer)
            time.sleep(answer.get("retry_in", 0))
            raise Gone
        self.pending.remove(deed)
        self.told[deed.id] = answer["seq"]


class Editor(Device):
    """A page with the live text of one item; writes words and takes some of its own away."""

    def __init__(self, place: Place, token: str, chance: Random, *, name: str, doc: UUID) -> None:
        super().__init__(place, token, chance)
        self._name, self._doc, self._epoch, self._number = name, str(doc), 0, 0
        #: its words that stand in the text
        self.standing: list[str] = []
        #: what it shows
        self.text = ""

    def live(self) -> None:
        """The copy of the text is this thread's alone."""
        self._replica = Replica()
        super().live()

    def arrive(self, socket: RawSocket) -> None:
        """Take in what is missing."""
        replica = self._replica
        known = {"doc": self._doc, "cid": replica.client, "sv": replica.state()}
        answer = socket.ask("y:join", known)
        assert answer["ok"], answer
        self._epoch = answer["epoch"]
        replica.hear(answer["diff"])
        self.text = replica.text

    def deed(self) -> Deed:
        """Write a word between two others, or delete one of its own."""
        edit = self._cut() if self.standing and self.chance.random() < 0.25 else self._put()
        self.text = self._replica.text
        page = {"doc": self._doc, "epoch": self._epoch, "cid": self._replica.client}
        return Deed("y:update", {**page, "id": str(uuid4()), "u": edit})

    def hear(self, socket: RawSocket) -> None:
        """Take in what others wrote."""
        for words in socket.edits:
            self._replica.hear(words["u"])
            self.text = self._replica.text
        socket.edits.clear()

    def _put(self) -> bytes:
        word = f"{self._name}-{self._number}ä"
        self._number += 1
        self.standing.append(word)
        ends = [0, *(at + 1 for at, letter in enumerate(self.text) if letter == ";")]
        return self._replica.put(self.chance.choice(ends), f"{word};")

    def _cut(self) -> bytes:
        word = self.standing.pop(self.chance.randrange(len(self.standing)))
        words = self.text.split(";")
        start = sum(len(before) + 1 for before in words[: words.index(word)])
        return self._replica.cut(start, start + len(word) + 1)


class Talker(Device):
    """A page that talks in a room, and hears all that is told there."""

    at_once = 2

    def __init__(
        self, place: Place, token: str, chance: Random, *, name: str, room: str, most: int
    ) -> None:
        super().__init__(place, token, chance)
        self._name, self.room, self.most = name, room, most
        self.texts: dict[str, str] = {}
        #: the facts of the room with their numbers, in the order in which they came
        self.heard: list[tuple[int, str]] = []

    @property
    def last(self) -> int:
        """The number that it has heard last."""
        return self.heard[-1][0] if self.heard else 0

    def arrive(self, socket: RawSocket) -> None:
        """Hear what was told since."""
        more = True
        while more:
            answer = socket.ask("join", {"room": self.room, "after": self.last})
            assert answer["ok"], answer
            self._take(answer["missed"])
            more = answer["more"]

    def deed(self) -> Deed:
        """Say something that nobody else says."""
        id_, text = str(uuid4()), f"{self._name} sagt {len(self.texts)}"
        self.texts[id_] = text
        return Deed("say", {"room": self.room, "id": id_, "text": text})

    def hear(self, socket: RawSocket) -> None:
        """Note what is told."""
        self._take(socket.events)
        socket.events.clear()

    def _take(self, facts: list[dict[str, Any]]) -> None:
        for fact in facts:
            if fact["seq"] > self.last:
                self.heard.append((fact["seq"], fact["kind"]))


class Voter(Device):
    """A page that votes on whatever is open; each has one ballot in each vote."""

    at_once = 1

    def __init__(
        self, place: Place, token: str, chance: Random, *, open_vote: Callable[[], str]
    ) -> None:
        super().__init__(place, token, chance)
        self._open_vote = open_vote
        #: by vote: the id of the ballot, and what it says
        self.ballots: dict[str, tuple[str, str]] = {}

    def arrive(self, socket: RawSocket) -> None:
        """Who votes need not listen."""

    def deed(self) -> Deed | None:
        """Vote where that was not done yet."""
        vote = self._open_vote()
        if not vote or vote in self.ballots:
            return None
        id_, choice = self.ballots[vote] = str(uuid4()), self.chance.choice(CHOICES)
        return Deed("vote", {"live_vote": vote, "id": id_, "choice": choice})

    def hear(self, socket: RawSocket) -> None:
        """Nothing that matters to who votes."""

    def has_voted(self, vote: str) -> bool:
        """Whether it was told that its ballot is counted."""
        return vote in self.ballots and self.ballots[vote][0] in self.told
