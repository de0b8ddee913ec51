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
