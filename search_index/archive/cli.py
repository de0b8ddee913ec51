"""`flask search import`: many documents of one file."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from kernel.actors import SYSTEM
from kernel.database import db
from kernel.errors import Refusal
from search_index import projector, service
from search_index.archive.importing import (
    AT_ONCE,
    Part,
    begin_import,
    finish_import,
    take_part,
)
from search_index.archive.lines import (
    NoDocument,
    Outline,
    Unreadable,
    lines_of,
    outline_of,
    paper_in,
)
from search_index.archive.models import ArchiveImport
from search_index.archive.queries import number_of_records, waits_for_an_index

#: the worker is waited for as long as it comes nearer within this time
PATIENCE_S = 3.0
LOOK_S = 0.05


@click.command(
    "import",
    help="Dokumente einer Datei ins Archiv übernehmen: je Zeile ein JSON-Objekt, auch mit gzip gepackt.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help="Woher die Dokumente kommen. Ohne Angabe: der Name der Datei.")
@with_appcontext
def import_documents(file: Path, source: str | None) -> None:
    """Take the documents of a file into the archive and make them findable; exit code 2 where a line held none."""
    try:
        outline = outline_of(file)
        taking = begin_import(actor=SYSTEM, source=source or name_of(file), outline=outline)
        import_id, source = taking.id, taking.source
        _take(file, outline, taking)
        _make_findable(source)
        done = finish_import(actor=SYSTEM, import_id=import_id)
    except Unreadable as error:
        raise click.UsageError(
            f"Zeile {error.number}: Die Datei ist beschädigt oder nicht lesbar."
        ) from error
    except Refusal as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"{done.written} Dokumente neu oder geändert, {done.refused} Zeilen abgelehnt.")
    if done.refused:
        raise SystemExit(2)


def name_of(file: Path) -> str:
    """The name of a file without what says how it is packed."""
    return file.name.removesuffix(".gz").removesuffix(".jsonl")


def _take(file: Path, outline: Outline, taking: ArchiveImport) -> None:
    """Everything behind the line that was reached before."""
    begun, id_, source = taking.line, taking.id, taking.source
    waits = not taking.is_large
    if begun:
        click.echo(f"Weiter nach Zeile {begun}.", err=True)
    with click.progressbar(
        length=outline.lines, label="Dokumente", file=sys.stderr, update_min_steps=AT_ONCE
    ) as bar:
        bar.update(begun)
        for part in _parts(file, begun, source):
            take_part(actor=SYSTEM, import_id=id_, part=part)
            db.session.remove()
            bar.update(part.last - part.first + 1)
            waits = waits and _let_the_worker_follow()


def _parts(file: Path, after: int, source: str) -> Iterator[Part]:
    """The lines in parts that a transaction takes; what holds no document is told and passed."""
    papers, refused, first, last = [], 0, after + 1, after
    for number, line in lines_of(file, after=after):
        last = number
        try:
            paper = paper_in(line, source)
        except NoDocument as error:
            click.echo(f"Zeile {number}: {error}.", err=True)
            refused += 1
        else:
            papers += [paper] if paper else []
        if number - first + 1 == AT_ONCE:
            yield Part(first, number, tuple(papers), refused)
            papers, refused, first = [], 0, number + 1
    if last >= first:
        yield Part(first, last, tuple(papers), refused)


def _let_the_worker_follow() -> bool:
    """Wait until the index has these documents, so that what people write meanwhile is not behind a long queue.

    Whether it came: nobody waits twice for a worker that does not run.
    """
    index, before, since = service.index(), 0, time.monotonic()
    while waiting := projector.waiting(index):
        db.session.rollback()
        if waiting != before:
            before, since = waiting, time.monotonic()
        if time.monotonic() - since > PATIENCE_S:
            return False
        time.sleep(LOOK_S)
    db.session.rollback()
    return True


def _make_findable(source: str) -> None:
    """Build the index of many documents aside; questions meet the old one until it is ready."""
    if not waits_for_an_index(source):
        return
    with click.progressbar(
        length=number_of_records(), label="Suchindex", file=sys.stderr, update_min_steps=AT_ONCE
    ) as bar:
        projector.rebuild(service.index(), each=lambda: bar.update(1))
