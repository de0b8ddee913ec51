"""What happens to the archive."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class ArchiveRecordFiled(Event):
    """An earlier document is kept from now on."""

    kind: ClassVar[str] = "archive.filed"
    source: str
    source_id: str


@dataclass(frozen=True)
class ArchiveImported(Event):
    """Documents of a file are kept from now on, or have other words; none are named whose index is built aside."""

    kind: ClassVar[str] = "archive.imported"
    source: str
    line: int
    records: tuple[str, ...]
