"""The worker's loop: what fails is said once in a while, and tried again."""

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
