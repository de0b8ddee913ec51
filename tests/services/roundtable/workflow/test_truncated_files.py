"""What was typed and deleted again is in no file of SQLite once the working texts have ended and the log is empty."""

from datetime import timedelta
from pathlib import Path

import pytest

from kernel.database import db, leave_no_trace
from roundtable.minutes.queries import doc_of_item, state_of
from roundtable.minutes.workflow.jobs import forget_working_texts
from tests.factories.meetings import at
from tests.factories.protocols import a_paper

SECRET = "Das nehmen wir wieder heraus"


def files(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_the_files_of_the_database_hold_it_until_then_and_not_afterwards(
    real_app, tmp_path: Path
) -> None:
    with real_app.app_context():
        paper = a_paper("RT")
        text = state_of(doc_of_item(paper.sitting.item.id).id).text
        paper.write(paper.sitting.item, f"{text} {SECRET}")
        paper.write(paper.sitting.item, text)
        approved_at = paper.approved().minutes.approved_at
        leave_no_trace()
        assert SECRET.encode() in files(tmp_path), "the history stays for 90 days"
        with at(approved_at + timedelta(days=91)):
            forget_working_texts()
        leave_no_trace()
        assert SECRET.encode() not in files(tmp_path)


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_who_still_reads_is_not_waited_for_and_the_next_run_does_it(
    real_app, tmp_path: Path
) -> None:
    with real_app.app_context():
        paper = a_paper("RT")
        with db.engine.connect() as reader:
            reader.exec_driver_sql("SELECT count(*) FROM minutes_updates").all()
            paper.write(paper.sitting.item, SECRET)
            leave_no_trace()
        log = next(tmp_path.rglob("*.sqlite3-wal"))
        assert log.stat().st_size > 0
        leave_no_trace()
        assert log.stat().st_size == 0
