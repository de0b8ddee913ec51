"""Setting a document: one process for each, with limits of size, time and memory.

Typst keeps what it has worked out; in a server that would be 45 MB more with each document, and nothing can stop a
thread of it. A process gives its memory back and can be ended. Under gevent only the caller waits.
"""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import structlog

from kernel.errors import Refusal, RuleViolation
from kernel.i18n import lazy
from kernel.pdf.document import Document, as_json

AT_ONCE = 2
#: characters of the data; thirty pages have some 100,000
MOST_CHARACTERS = 2_000_000
#: thirty pages take half a second
MOST_SECONDS = 20.0
_CHILD = Path(__file__).resolve().parent / "typesetter.py"
_turns = BoundedSemaphore(AT_ONCE)
log = structlog.get_logger()


class DocumentTooLarge(RuleViolation):
    """More than anybody prints."""

    code = "too_large"
    message = lazy("Das Dokument ist zu lang für ein PDF. Bitte kürzen Sie es.")


class PrintingTooSlow(Refusal):
    """It would have taken longer than anybody should wait."""

    status = 503
    code = "internal"
    message = lazy(
        "Das PDF ist gerade nicht zu erstellen. Bitte versuchen Sie es später noch einmal."
    )


class PrintingFailed(Refusal):
    """The template, a font or Typst is at fault; the log says what."""

    status = 500
    code = "internal"
    message = lazy("Das PDF ließ sich nicht erstellen. Der Fehler ist notiert.")


def as_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1; raises DocumentTooLarge, PrintingTooSlow, PrintingFailed."""
    data = as_json(document)
    if len(data) > MOST_CHARACTERS:
        raise DocumentTooLarge
    with _turns:
        return _set(data)


def _set(data: str, seconds: float | None = None) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no word of it comes from outside
            [sys.executable, "-I", str(_CHILD)],
            input=data.encode(),
            capture_output=True,
            timeout=seconds or MOST_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.exception("printing took too long", characters=len(data))
        raise PrintingTooSlow from None
    if done.returncode != 0:
        log.error("printing failed", code=done.returncode, said=done.stderr.decode()[-2_000:])
        raise PrintingFailed
    return done.stdout
