"""The worker's loop: what fails is said once in a while, and tried again."""

import time
from threading import Event

from structlog.testing import capture_logs

from kernel import jobs, relay


def away() -> int:
    raise ConnectionError("away")


def test_a_worker_without_database_rests_between_its_tries(database, monkeypatch) -> None:
    monkeypatch.setattr(relay, "run_once", away)
    monkeypatch.setattr(jobs, "_jobs", {"job": jobs.Job("job", 0.1, away)})
    with capture_logs() as logs:
        assert jobs._carry() == jobs.FAILED_S
        for at in (100.0, 100.2, 100.0 + jobs.FAILED_S):
            jobs.run_due(at)
    assert [entry["event"] for entry in logs] == ["relay failed", "job failed", "job failed"]


def test_work_aside_rests_after_a_failure_too(database, monkeypatch) -> None:
    job = jobs.Job("mail", 0.1, away, aside=True)
    monkeypatch.setattr(jobs, "_jobs", {"mail": job})
    began = time.monotonic()
    jobs.run_due(began)
    job.thread.join(30)
    assert job.due >= began + jobs.FAILED_S


def test_work_that_waits_for_others_holds_up_nobody_and_runs_once_at_a_time(
    database, monkeypatch
) -> None:
    begun, answer, done = [], Event(), []
    slow = jobs.Job("mail", 1, lambda: (begun.append(1), answer.wait(30)), aside=True)
    quick = jobs.Job("votes", 1, lambda: done.append(1))
    monkeypatch.setattr(jobs, "_jobs", {"mail": slow, "votes": quick})
    for at in (1.0, 2.0, 3.0):
        jobs.run_due(at)
    assert done == [1, 1, 1]
    answer.set()
    slow.thread.join(30)
    assert begun == [1]
    jobs.run_due(4.0)
    slow.thread.join(30)
    assert begun == [1, 1]
