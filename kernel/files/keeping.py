"""Taking files in and handing them out.

A file comes in two steps, for drawing and writing must not hold up other writers: `keep` examines it and stores its
bytes before the transaction, `attach` ties it to a subject inside. What is never attached is swept away after a day.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import UUID

from sqlalchemy import func, select, tuple_

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, writing
from kernel.errors import NotFound
from kernel.files import store
from kernel.files.kinds import FileKind, FileRefused, kind_of
from kernel.files.models import StoredFile
from kernel.files.pictures import drawn_anew
from kernel.i18n import lazy
from kernel.offloop import off_the_loop
from kernel.subjects import Subject, may
from kernel.text import tidied

MAX_FILES = 5
MAX_TITLE = 100
MAX_ALT = 500
SEE = "see"

Check = Callable[[bytes, FileKind], None]
_checks: list[Check] = []


class TooManyFiles(FileRefused):
    """The subject has its files already."""

    message = lazy("Mehr als fünf Dateien sind nicht möglich. Bitte entfernen Sie zuerst eine.")


class PictureNeedsWords(FileRefused):
    """A picture without a description says nothing to people who do not see it."""

    message = lazy(
        "Bitte beschreiben Sie in einem Satz, was das Bild zeigt. Nicht alle können es sehen."
    )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: name and content are the sender's word."""

    filename: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was examined and lies on disk, belonging to nothing yet."""

    name: str
    kind: FileKind
    title: str
    alt: str
    size_bytes: int
    sha256: str


def check_with(check: Check) -> None:
    """Ask this, too, about every file before it is stored (a virus scanner); it raises FileRefused."""
    if check not in _checks:
        _checks.append(check)


def keep(upload: Upload) -> Kept:
    """Examine a file, draw pictures anew and store the bytes; raises FileRefused. Before the transaction."""
    into = store.folder()
    return off_the_loop(lambda: _kept(upload, into))


def _kept(upload: Upload, into: Path) -> Kept:
    kind = kind_of(upload.content)
    title = title_of(upload.filename, kind)
    alt = " ".join(tidied(upload.alt).split())[:MAX_ALT]
    if kind.is_picture and not alt:
        raise PictureNeedsWords
    for check in _checks:
        check(upload.content, kind)
    content = drawn_anew(upload.content, kind) if kind.is_picture else upload.content
    digest = hashlib.sha256(content).hexdigest()
    return Kept(store.put(into, content), kind, title, alt, len(content), digest)


def title_of(filename: str, kind: FileKind) -> str:
    """The name for a download: without folders, in one line, ending as its content demands."""
    last = PurePosixPath(tidied(filename).replace("\\", "/")).name
    stem = " ".join(last.rpartition(".")[0].split() or last.split()).strip(". ")
    return f"{stem[:MAX_TITLE] or 'Datei'}.{kind.name}"


def attach(
    *, actor: Actor, subject: Subject, files: Sequence[Kept], most: int = MAX_FILES
) -> list[StoredFile]:
    """Tie kept files to a subject, after those it has; inside a service, which has asked its own permission."""
    if not writing():
        raise RuntimeError("Files are attached inside a service call only.")
    taken, last = _taken(subject)
    if taken + len(files) > most:
        raise TooManyFiles
    rows = [_row(actor, subject, last + n, kept) for n, kept in enumerate(files, start=1)]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def detach(file: StoredFile) -> None:
    """Take the file from its subject, inside a service; its bytes are swept away later."""
    if not writing():
        raise RuntimeError("Files are detached inside a service call only.")
    db.session.delete(file)
    db.session.flush()


def files_of(subjects: Collection[Subject]) -> dict[Subject, list[StoredFile]]:
    """The files of these subjects in their order, by one statement; who may see a subject, the caller knows."""
    keys = [(subject.kind, subject.id) for subject in subjects]
    statement = (
        select(StoredFile)
        .where(tuple_(StoredFile.subject_kind, StoredFile.subject_id).in_(keys))
        .order_by(StoredFile.subject_kind, StoredFile.subject_id, StoredFile.position)
    )
    found: dict[Subject, list[StoredFile]] = {subject: [] for subject in subjects}
    for file in db.session.scalars(statement):
        found[file.subject].append(file)
    return found


def file_for(actor: Actor, file_id: UUID) -> StoredFile:
    """The file, if the actor may see its subject at this moment; NotFound otherwise."""
    file = db.session.get(StoredFile, file_id)
    if file is None or not may(actor, SEE, file.subject, clock.now()):
        raise NotFound
    return file


def sweep() -> int:
    """Delete bytes that no row speaks of; how many files that were."""
    return store.drop_unknown(set(db.session.scalars(select(StoredFile.name))))


def _taken(subject: Subject) -> tuple[int, int]:
    """How many files the subject has, and the last position."""
    statement = select(func.count(), func.max(StoredFile.position)).where(
        StoredFile.subject_kind == subject.kind, StoredFile.subject_id == subject.id
    )
    count, last = db.session.execute(statement).one()
    return count, last or 0


def _row(actor: Actor, subject: Subject, position: int, kept: Kept) -> StoredFile:
    return StoredFile(
        subject_kind=subject.kind,
        subject_id=subject.id,
        position=position,
        name=kept.name,
        kind_name=kept.kind.name,
        title=kept.title,
        alt=kept.alt,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        uploaded_by=actor.person_id,
        at=clock.now(),
    )
