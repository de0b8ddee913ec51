"""The folders of an index: one per full build, a pointer to the valid one.

`<root>/current` names the folder questions are answered from. A rebuild fills a new folder and
swaps the pointer. The files hold pickles: nobody else may write here, nothing is ever put here
from an upload or a backup.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

POINTER = "current"
#: What the corpus added to the lexicon of compounds when the folder was begun.
LEXICON = "lexicon.txt"
OWNER_ONLY = 0o700


class Written:
    """A file that is written once; whatever happens to it later is damage."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._state = self._now()

    def is_untouched(self) -> bool:
        """Whether the file is as it was, neither replaced nor cut, written over or gone."""
        try:
            return self._now() == self._state
        except OSError:
            return False

    def _now(self) -> tuple[int, int, int]:
        status = self._file.stat()
        return status.st_ino, status.st_size, status.st_mtime_ns


class Folders:
    """The folders under one root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def prepare(self) -> None:
        """Make the root, for its owner alone."""
        self.root.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        self.root.chmod(OWNER_ONLY)

    def current(self) -> Path | None:
        """The valid folder, None if there is none."""
        try:
            name = (self.root / POINTER).read_bytes().decode("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.root / name
        return folder if name and "/" not in name and folder.is_dir() else None

    def begin(self, analysis: str) -> Path:
        """A new empty folder, in which nobody looks yet."""
        self.prepare()
        taken = [int(p.name.rpartition("-")[2]) for p in self._builds()]
        folder = self.root / f"{analysis}-{max(taken, default=0) + 1}"
        folder.mkdir(mode=OWNER_ONLY)
        return folder

    def point_to(self, folder: Path) -> None:
        """From now on this folder is the valid one; a kill leaves the old or the new."""
        beside = self.root / f"{POINTER}.new"
        with beside.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.root / POINTER)

    def drop_others(self, *, keep: int = 0) -> None:
        """Delete what is not valid, except for so many latest that late readers may open."""
        current = self.current()
        others = sorted(
            (p for p in self._builds() if p != current),
            key=lambda p: int(p.name.rpartition("-")[2]),
        )
        for folder in others[: len(others) - keep]:
            drop(folder)

    def _builds(self) -> list[Path]:
        """All folders that were ever begun and are still there."""
        if not self.root.is_dir():
            return []
        return [
            p for p in self.root.iterdir() if p.name.rpartition("-")[2].isdigit() and p.is_dir()
        ]


def drop(folder: Path) -> None:
    """Delete a folder, whatever is in the way."""
    shutil.rmtree(folder, ignore_errors=True)


def write_lexicon(folder: Path, words: frozenset[str]) -> None:
    """Remember the words the corpus adds to the lexicon while this folder lives."""
    (folder / LEXICON).write_text("\n".join(sorted(words)), "utf-8")


def read_lexicon(folder: Path) -> frozenset[str]:
    """The corpus's words of this folder."""
    return frozenset((folder / LEXICON).read_text("utf-8").split())
