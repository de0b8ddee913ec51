"""The secret of an open vote: one file outside the database and its backups, destroyed at close.

Without it nobody can tell which ballot is whose; with it, server and database together could. That is why it must not
outlive the vote, and why a restored backup cannot go on with an open vote until the key is entered.
"""

import os
import secrets
import tempfile
from pathlib import Path
from uuid import UUID

from participation.voting.errors import VoteIsNotReady

KEY_BYTES = 32
_folder: list[Path] = []


def use(folder: Path) -> None:
    """Keep secrets in this folder."""
    _folder[:] = [folder]


def create(vote_id: UUID) -> bytes:
    """The secret of this vote, made and written to disk the first time."""
    if not exists(vote_id):
        _write(_path(vote_id), secrets.token_bytes(KEY_BYTES))
    return read(vote_id)


def read(vote_id: UUID) -> bytes:
    """The secret of an open vote; VoteIsNotReady where the file is missing."""
    try:
        secret = _path(vote_id).read_bytes()
    except FileNotFoundError as error:
        raise VoteIsNotReady from error
    if len(secret) != KEY_BYTES:
        raise VoteIsNotReady  # a damaged file would hash everybody with a key that can be guessed
    return secret


def enter(vote_id: UUID, secret: bytes) -> None:
    """Put a kept secret back after a restore, so that an open vote can go on."""
    if len(secret) != KEY_BYTES:
        raise ValueError("a vote's secret has 32 bytes")
    _write(_path(vote_id), secret)


def exists(vote_id: UUID) -> bool:
    """Whether the secret is there."""
    return _path(vote_id).exists()


def destroy(vote_id: UUID) -> bool:
    """Overwrite and remove the secret; whether there was one. A second call changes nothing."""
    path = _path(vote_id)
    if not path.exists():
        return False
    with path.open("r+b") as file:
        file.write(bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _keep_names(path.parent)
    return True


def _path(vote_id: UUID) -> Path:
    return _folder[0] / f"{vote_id}.key"


def _write(path: Path, secret: bytes) -> None:
    """Never over another one; whole and on disk, file and name, before it is used."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # readable for us alone
    try:
        os.write(handle, secret)
        os.fsync(handle)
        os.link(draft, path)  # all or nothing, and refused where there is one
    finally:
        os.close(handle)
        Path(draft).unlink()
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    """A new or removed name survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
