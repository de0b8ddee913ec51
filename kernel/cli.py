"""Commands that every installation has: the worker and the state of the outbox."""

import os
import signal
import sys
import threading
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from kernel import jobs, relay
from kernel.verify import faults

#: to the pages, where both want the same processor: work beside them may come a moment later
GIVES_WAY = 5
outbox = AppGroup("outbox", help="Das Ereignisprotokoll und seine Leser.")


def add_commands(app: Flask) -> None:
    """Register the kernel's commands."""
    app.cli.add_command(worker)
    app.cli.add_command(verify)
    app.cli.add_command(outbox)


@click.command(help="Ereignisse weitertragen, Mails senden, zeitgesteuerte Arbeit tun.")
@click.option("--with-parent", is_flag=True, help="Enden, wenn die Standardeingabe schließt.")
@with_appcontext
def worker(with_parent: bool) -> None:  # noqa: FBT001
    """Carry facts to their readers, send mail and run timed work."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if with_parent:
        os.nice(GIVES_WAY)
        threading.Thread(target=_until_parent_ends, args=(stop,), daemon=True).start()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    jobs.work(app, stop.is_set)


def _until_parent_ends(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


@outbox.command("status", help="Wie viele Ereignisse jeder Leser noch vor sich hat.")
def status() -> None:
    """Show how many facts each reader has still to take."""
    for name, waiting in sorted(relay.lag().items()):
        click.echo(f"{name}\t{waiting}")


@click.command(help="Alles nachzählen; Rückgabewert 1, wo Gespeichertes abweicht.")
@with_appcontext
def verify() -> None:
    """Count everything again; exit code 1 where something stored differs from what it was made of."""
    found = faults()
    for name, sentences in found.items():
        click.echo(f"{name}\t{len(sentences)} Fehler" if sentences else f"{name}\tin Ordnung")
        for sentence in sentences:
            click.echo(sentence, err=True)
    if any(found.values()):
        raise SystemExit(1)
