"""`flask search import` in processes of its own: killed at any moment it goes on where it was, and it stays small.

`IMPORT_DOCUMENTS=100000` makes it the whole promise, which takes minutes.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kernel.actors import ANONYMOUS
from kernel.database import db
from search_index import service
from search_index.archive import importing
from search_index.archive.models import ArchiveImport, ArchiveRecord
from search_index.port import Question
from tests.support.own_settings import environment_of
from tests.support.source_tree import ROOT

DOCUMENTS = int(os.environ.get("IMPORT_DOCUMENTS", "6000"))
MOST_KB = 300_000
KILLS = 3
COMMAND = (sys.executable, "-m", "flask", "search", "import")
#: `flask …`, which tells at its end how much memory it has had at the most
MEASURED = """
import sys
from pathlib import Path
from flask.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status").read_text("ascii")
    print(status.partition("VmHWM:")[2].split()[0], file=sys.stderr)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """So many documents, as an office would have them."""
    found = tmp_path / "drucksachen.jsonl"
    words = [f"Wort{number * 7919 % 9973}" for number in range(20_000)]
    with found.open("w", encoding="utf-8") as out:
        for number in range(DOCUMENTS):
            body = " ".join(words[number % 9_000 : number % 9_000 + 120])
            title = f"Drucksache {number} zum Ehrenamt"
            out.write(json.dumps({"id": number, "title": title, "body": body}) + "\n")
    return found


def rows(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def kill_behind(app, file: Path, number: int) -> None:
    """Begin or go on, and die once more than so many documents are stored."""
    with subprocess.Popen(
        [*COMMAND, str(file)], cwd=ROOT, env=environment_of(app), stderr=subprocess.DEVNULL
    ) as process:
        while rows(ArchiveRecord) <= number:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)


@pytest.mark.timeout(3_600 if DOCUMENTS > 6_000 else 300)
def test_a_killed_import_goes_on_and_stays_small(real_app, file) -> None:
    assert DOCUMENTS > importing.FEW
    with real_app.app_context():
        for kill in range(KILLS):
            kill_behind(real_app, file, kill * DOCUMENTS // 4)
        stored = select(func.count()).select_from(ArchiveRecord).scalar_subquery()
        (state,) = db.session.execute(
            select(ArchiveImport.line, ArchiveImport.written, stored)
        ).all()
        assert state[0] == state[1] == state[2] < DOCUMENTS
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, "search", "import", str(file)],
            cwd=ROOT,
            env=environment_of(real_app),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        resumed = int(re.search(r"Weiter nach Zeile (\d+)\.", done.stderr)[1])
        # a server still commits what it was sent by a client that is dead
        assert resumed - state[0] in {0, importing.AT_ONCE}
        peak = int(done.stderr.split()[-1])
        print(f"{DOCUMENTS} documents: {time.monotonic() - begun:.0f} s, {peak} KB")  # noqa: T201
        assert rows(ArchiveRecord) == DOCUMENTS
        last = Question(text=f'"Drucksache {DOCUMENTS - 1}"')
        assert service.find(ANONYMOUS, last).total == 1
        assert service.find(ANONYMOUS, Question(text="Ehrenamt")).total == DOCUMENTS
        assert peak <= MOST_KB
