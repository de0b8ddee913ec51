"""Files of documents for the archive: one JSON object a line, plain or packed, never more than a line in memory."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from search_index.archive.services import Paper

#: bytes of one line; what is longer is no document but an attack or an accident
LONGEST = 2_000_000
PACKED = b"\x1f\x8b"
MOST = {"id": 200, "title": 500, "kind": 80, "section": 200}


class NoDocument(Exception):
    """A line holds none, and why."""


class Unreadable(Exception):
    """The file cannot be read any further than before this line."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class Outline:
    """What a file is known by: its content, and how many lines it has."""

    sha256: str
    lines: int


def outline_of(file: Path) -> Outline:
    """Read the file once to its end; a damaged one is refused before anything of it is taken."""
    with file.open("rb") as raw:
        sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
    return Outline(sha256, sum(1 for _line in lines_of(file)))


def lines_of(file: Path, *, after: int = 0) -> Iterator[tuple[int, bytes]]:
    """Each line behind this one with its number; one that is too long comes cut off."""
    number = 0
    try:
        with _opened(file) as stream:
            while line := _line_of(stream):
                number += 1
                if number > after:
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(number + 1) from error


def paper_in(line: bytes, source: str) -> Paper | None:
    """The document in this line, None if it is blank; NoDocument tells what is wrong with it."""
    if not line.strip():
        return None
    if len(line) > LONGEST:
        raise NoDocument(f"länger als {LONGEST} Bytes")
    found = _object_in(line)
    return Paper(
        source=source,
        source_id=_id_of(found),
        title=_needed(found, "title"),
        body=_needed(found, "body"),
        kind=_text(found, "kind"),
        section=_text(found, "section"),
        decided_on=_day(found),
    )


def _opened(file: Path) -> BinaryIO:
    with file.open("rb") as raw:
        is_packed = raw.read(len(PACKED)) == PACKED
    return cast("BinaryIO", gzip.open(file, "rb")) if is_packed else file.open("rb")


def _line_of(stream: BinaryIO) -> bytes:
    """The next line; of one that is too long the rest is read and forgotten."""
    line = rest = stream.readline(LONGEST + 1)
    while len(rest) > LONGEST and not rest.endswith(b"\n"):
        rest = stream.readline(LONGEST + 1)
    return line


def _object_in(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NoDocument("kein Text in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise NoDocument("kein JSON") from error
    if not isinstance(found, dict):
        raise NoDocument("kein JSON-Objekt")
    return found


def _id_of(found: dict[str, Any]) -> str:
    number = found.get("id")
    if isinstance(number, int) and not isinstance(number, bool):
        return str(number)
    return _needed(found, "id")


def _needed(found: dict[str, Any], name: str) -> str:
    text = _text(found, name)
    if not text:
        raise NoDocument(f"„{name}“ fehlt")
    return text


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NoDocument(f"„{name}“ ist kein Text")
    text = value.strip() if name == "body" else " ".join(value.split())
    if not _can_be_stored(text):
        raise NoDocument(f"„{name}“ enthält Zeichen, die niemand lesen kann")
    most = MOST.get(name, LONGEST)
    if len(text) > most:
        raise NoDocument(f"„{name}“ ist länger als {most} Zeichen")
    return text


def _can_be_stored(text: str) -> bool:
    """Neither NUL, which PostgreSQL refuses, nor half a character."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _day(found: dict[str, Any]) -> date | None:
    written = _text(found, "date")
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise NoDocument("„date“ ist kein Tag wie 2026-04-15") from error
