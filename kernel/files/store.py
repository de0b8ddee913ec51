"""Where the bytes lie: in the instance folder, outside of what the web server shows, under random names."""

import os
import secrets
import time
from collections.abc import Collection
from pathlib import Path

from flask import current_app

from kernel.settings import Settings

GRACE_S = 86_400


def folder() -> Path:
    """The folder of this installation's files."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.instance / "files"


def put(into: Path, content: bytes) -> str:
    """Store the bytes in this folder for good (synced to disk) and answer their random name."""
    name = secrets.token_hex(16)
    path = place_of(into, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)
    return name


def place_of(inside: Path, name: str) -> Path:
    """Where a name's bytes lie: a folder for each first two digits."""
    return inside / name[:2] / name


def drop_unknown(known: Collection[str]) -> int:
    """Delete what no row speaks of and is older than a day; how many that were.

    Younger ones may belong to a transaction that has not committed yet.
    """
    limit = time.time() - GRACE_S
    orphans = [
        path
        for path in folder().glob("??/*")
        if path.name not in known and path.stat().st_mtime < limit
    ]
    for path in orphans:
        path.unlink()
    return len(orphans)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
