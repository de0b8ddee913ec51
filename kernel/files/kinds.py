"""Which files are taken: told by their content, never by their name or by what the browser says.

No drawings (SVG) and no HTML: both can hold scripts. No macros.
"""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from kernel.errors import RuleViolation
from kernel.i18n import lazy

MAX_BYTES = 10_000_000
MAX_PARTS = 5_000
MAX_UNPACKED_BYTES = 200_000_000

_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_DOCX_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PDF_END = 2_048
_READ_AT_MOST = 1_000_000


class FileRefused(RuleViolation):
    """A file that is not taken; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(field="files")


class FileTooLarge(FileRefused):
    """More than 10 MB, or more than that once unpacked."""

    code = "too_large"
    message = lazy("Die Datei ist zu groß. Erlaubt sind 10 MB. Bitte verkleinern Sie sie.")


class UnknownKind(FileRefused):
    """The content is none of the five kinds."""

    message = lazy(
        "Diese Art von Datei nehmen wir nicht an. Erlaubt sind PDF, PNG, JPEG, ODT und DOCX."
    )


class DamagedFile(FileRefused):
    """The content begins as one of the kinds, but cannot be read."""

    message = lazy("Die Datei ist beschädigt oder geschützt. Bitte speichern Sie sie neu.")


class HoldsMacros(FileRefused):
    """A document that would run a program at the reader's."""

    message = lazy("Die Datei enthält Makros. Bitte speichern Sie sie ohne Makros.")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its stored name, how its content begins, and what a download calls it."""

    name: str
    starts: bytes
    media_type: str

    @property
    def is_picture(self) -> bool:
        """Whether pages may show it."""
        return self.media_type.startswith("image/")


PDF = FileKind("pdf", b"%PDF-", "application/pdf")
PNG = FileKind("png", b"\x89PNG\r\n\x1a\n", "image/png")
JPEG = FileKind("jpg", b"\xff\xd8\xff", "image/jpeg")
ODT = FileKind("odt", b"PK\x03\x04", _ODT_TYPE.decode())
DOCX = FileKind("docx", b"PK\x03\x04", _DOCX_TYPE.decode().removesuffix(".main+xml"))
KINDS = {kind.name: kind for kind in (PDF, PNG, JPEG, ODT, DOCX)}


def kind_of(content: bytes) -> FileKind:
    """The kind of this content; raises FileRefused for everything else."""
    if len(content) > MAX_BYTES:
        raise FileTooLarge
    if content.startswith(ODT.starts):
        return _read(lambda: _kind_of_package(content))
    kind = next((kind for kind in (PDF, PNG, JPEG) if content.startswith(kind.starts)), None)
    if kind is None:
        raise UnknownKind
    if kind is PDF and b"%%EOF" not in content[-_PDF_END:]:
        raise DamagedFile
    return kind


def _read(work: Callable[[], FileKind]) -> FileKind:
    try:
        return work()
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DamagedFile from error  # RuntimeError: encrypted; NotImplementedError: odd packing


def _kind_of_package(content: bytes) -> FileKind:
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise FileTooLarge
        kind = _declared_kind(package, names)
    if any(map(_is_macro, names)):
        raise HoldsMacros
    return kind


def _declared_kind(package: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "mimetype" in names and _beginning(package, "mimetype").strip() == _ODT_TYPE:
        return ODT
    if "[Content_Types].xml" in names and _DOCX_TYPE in _beginning(package, "[Content_Types].xml"):
        return DOCX
    raise UnknownKind


def _beginning(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(_READ_AT_MOST)


def _is_macro(name: str) -> bool:
    return name.startswith(("Basic/", "Scripts/")) or name.lower().endswith("vbaproject.bin")
