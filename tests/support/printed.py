"""What stands in a PDF, as a reader's program finds it: text, structure, facts about the file."""

import io
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject


class Printed:
    """A PDF that was made."""

    def __init__(self, pdf: bytes) -> None:
        self._reader = pypdf.PdfReader(io.BytesIO(pdf))

    @property
    def pages(self) -> int:
        """How many."""
        return len(self._reader.pages)

    @cached_property
    def lines(self) -> str:
        """The text of all pages."""
        return "\n".join(page.extract_text() for page in self._reader.pages)

    @property
    def text(self) -> str:
        """The same without regard to where lines end."""
        return " ".join(self.lines.split())

    @property
    def run_together(self) -> str:
        """The same without any space: what is too long for a line is whole again."""
        return "".join(self.lines.split())

    @property
    def title(self) -> str:
        """The title in the file's facts."""
        return str(self._reader.metadata.title) if self._reader.metadata else ""

    @property
    def language(self) -> str:
        """The language that a reader's program speaks."""
        return str(self._root["/Lang"])

    @property
    def is_tagged(self) -> bool:
        """Whether all content belongs to the structure."""
        mark: Any = self._root["/MarkInfo"]
        return bool(mark["/Marked"])

    @property
    def claims(self) -> str:
        """The part of the file in which it says which standard it keeps."""
        metadata: Any = self._root["/Metadata"]
        return str(metadata.get_data(), "utf-8")

    @property
    def tags(self) -> list[str]:
        """The elements in the order of reading, such as `H1`, `P`, `TH`."""
        root: Any = self._root["/StructTreeRoot"]
        return list(_tags(root["/K"]))

    @property
    def targets(self) -> list[str]:
        """Where its links lead."""
        found: list[Any] = [
            note.get_object() for page in self._reader.pages for note in page.get("/Annots", [])
        ]
        return [str(note["/A"]["/URI"]) for note in found]

    @property
    def _root(self) -> DictionaryObject:
        root = self._reader.trailer["/Root"].get_object()
        assert isinstance(root, DictionaryObject)
        return root


def _tags(node: Any) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"]).removeprefix("/")
        yield from _tags(node.get("/K", ArrayObject()))
