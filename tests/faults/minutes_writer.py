"""A process that stores edits and says so, and may be killed at any time: `python -m tests.faults.minutes_writer`.

Each line of standard input is one life: a file with batches of edits, and one for the answers to them. It prints the
process id of the life, and `dead` when it has ended.
"""

import json
import os
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Flask

from app import create_app
from kernel.settings import Settings
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.updates import NewUpdate, Stored, store_updates
from roundtable.minutes.ydoc import Refused


def as_update(sent: dict[str, Any]) -> NewUpdate:
    """An edit as it came over the wire."""
    stamp = Stamp(UUID(sent["id"]), UUID(sent["person"]), "live")
    return NewUpdate(UUID(sent["doc"]), 1, sent["client"], stamp, b64decode(sent["data"]))


def said(answer: Stored | Refused) -> dict[str, object]:
    """The answer as it goes over the wire."""
    if isinstance(answer, Stored):
        return {"ok": True, "seq": answer.seq}
    return {"ok": False, "code": answer.code, "why": answer.why}


def live(app: Flask, batches: Path, answers: Path) -> None:
    """Store every batch of the one file, and write the answers into the other after each commit."""
    with app.app_context(), answers.open("a", encoding="utf-8") as told:
        for line in batches.read_text(encoding="utf-8").splitlines():
            stored = store_updates(batch=[as_update(sent) for sent in json.loads(line)])
            told.write(json.dumps([said(answer) for answer in stored]) + "\n")
            told.flush()


def main() -> None:
    """One life for each line of input, which names the two files."""
    app = create_app(Settings())
    for line in sys.stdin:
        batches, answers = map(Path, json.loads(line))
        process = os.fork()
        if process == 0:
            live(app, batches, answers)
            os._exit(0)
        click.echo(process)
        os.waitpid(process, 0)
        click.echo("dead")


if __name__ == "__main__":
    main()
