"""Uploaded files: known by content, pictures drawn anew, kept outside the web root, handed out by permission.

A feature declares its form's route with `takes_files`, hands `uploads(...)` to `keep` and ties the result to its
subject with `attach` inside its service. Not for what the platform makes itself (exports, PDF): that is never stored.
"""

from kernel.files.keeping import (
    MAX_FILES,
    Kept,
    TooManyFiles,
    Upload,
    attach,
    check_with,
    detach,
    file_for,
    files_of,
    keep,
)
from kernel.files.kinds import MAX_BYTES, FileKind, FileRefused
from kernel.files.models import StoredFile
from kernel.files.routes import init_app, takes_files, uploads

__all__ = [
    "MAX_BYTES",
    "MAX_FILES",
    "FileKind",
    "FileRefused",
    "Kept",
    "StoredFile",
    "TooManyFiles",
    "Upload",
    "attach",
    "check_with",
    "detach",
    "file_for",
    "files_of",
    "init_app",
    "keep",
    "takes_files",
    "uploads",
]
