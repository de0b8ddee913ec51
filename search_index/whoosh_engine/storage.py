"""Whoosh's file storage that can close what Whoosh forgets to close when a file is damaged."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage


class Files(FileStorage):  # type: ignore[misc]
    """The files of one folder; knows which it has opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file for reading and remember it."""
        file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    def close_opened(self) -> None:
        """Close every file that was opened, in whatever state it is."""
        for file in self._opened:
            with suppress(Exception):
                file.close()
        self._opened.clear()
