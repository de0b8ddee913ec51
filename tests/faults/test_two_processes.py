"""Two processes write into one database at once, others read: nobody is refused, nothing is lost.

`RACE_WRITES=10000` makes it the whole promise; that many commits to the disk take a minute or two.
"""

import os
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from discussion.threads.models import Comment
from discussion.threads.services.posting import post_comment
from kernel.database import db
from kernel.events import EventRow
from kernel.mail import Mail
from kernel.verify import faults
from tests.factories.actors import a_citizen
from tests.factories.proposals import a_proposal
from tests.faults.writers import EVERY
from tests.support.own_settings import environment_of
from tests.support.source_tree import ROOT

TIMES = int(os.environ.get("RACE_WRITES", "2000")) // 2


def writer(app, name: str, comment_id) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.faults.writers", name, str(TIMES), str(comment_id)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment_of(app), stderr=subprocess.PIPE, text=True
    )


def rows(table) -> int:
    db.session.rollback()  # each look is a read of its own
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def watch(processes) -> list[int]:
    """How many mails a reader sees while the others write."""
    seen = []
    while any(process.poll() is None for process in processes):
        seen.append(rows(Mail))
        time.sleep(0.02)
    return seen


@pytest.mark.race
@pytest.mark.timeout(300)
def test_the_writes_of_two_processes_are_all_stored(real_app) -> None:
    with real_app.app_context():
        subject = a_proposal().subject
        comment_id = post_comment(actor=a_citizen(), subject=subject, text="Gut.")
        before = rows(EventRow)
        processes = [writer(real_app, name, comment_id) for name in ("eins", "zwei")]
        seen = watch(processes)
        said = [process.communicate()[1] for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
        voices = 2 * len(range(0, TIMES, EVERY))
        assert rows(Mail) == 2 * TIMES - voices
        assert rows(EventRow) == before + voices
        assert db.session.get_one(Comment, comment_id).up_count == voices
        assert seen == sorted(seen)
        assert len(set(seen)) > 2, "the reader looked while they wrote"
        assert not any(faults().values())
