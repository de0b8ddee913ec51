"""Timed work, and the loop of the one process that does it beside the pages."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

import structlog
from flask import Flask, current_app

from kernel import relay
from kernel.database import db

IDLE_S = 0.1
#: a database that is away is not asked ten times a second, nor is the log filled
FAILED_S = 2.0
#: for work aside that is under way when the worker ends; what is cut off is done again
END_S = 5.0
log = structlog.get_logger()


@dataclass
class Job:
    """A function that is called every so many seconds."""

    name: str
    seconds: float
    run: Callable[[], object]
    aside: bool = False
    due: float = 0.0
    thread: Thread | None = None


_jobs: dict[str, Job] = {}


def every(seconds: float, name: str, run: Callable[[], object], *, aside: bool = False) -> None:
    """Register timed work; a second registration under the name replaces the first.

    `aside` is for work that waits for others, such as a mail server, or takes long, such as a count: it has a thread of
    its own, never two, so that votes still open in time and what is new is found.
    """
    _jobs[name] = Job(name, seconds, run, aside)


def run_due(at: float) -> None:
    """Run what is due by the monotonic clock; a failure is logged and tried again next time."""
    for job in _jobs.values():
        if job.due > at:
            continue
        if job.aside:
            job.due = at + job.seconds
            _begin_aside(job)
        else:
            rest = job.seconds if _run(job) else max(job.seconds, FAILED_S)
            job.due = at + rest


def _begin_aside(job: Job) -> None:
    if job.thread and job.thread.is_alive():
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    job.thread = Thread(target=_run_aside, args=(app, job), daemon=True)
    job.thread.start()


def _run_aside(app: Flask, job: Job) -> None:
    with app.app_context():
        if not _run(job):
            job.due = time.monotonic() + max(job.seconds, FAILED_S)


def _run(job: Job) -> bool:
    """Whether it went well."""
    try:
        job.run()
    except Exception:
        log.exception("job failed", job=job.name)
        return False
    else:
        return True
    finally:
        db.session.remove()


def work(app: Flask, stopped: Callable[[], bool]) -> None:
    """The worker's loop: carry facts, run jobs, rest; until told to stop."""
    while not stopped():
        with app.app_context():
            rest = _carry()
            run_due(time.monotonic())
        time.sleep(rest)
    end = time.monotonic() + END_S
    for job in _jobs.values():
        if job.thread:
            job.thread.join(max(0.0, end - time.monotonic()))


def _carry() -> float:
    """Bring the readers further; how many seconds to rest before the next time.

    No rest only where more waits than was taken: facts that come one by one are carried together, and who writes from a
    page waits less often for the worker's commits.
    """
    try:
        return 0.0 if relay.run_once() >= relay.BATCH else IDLE_S
    except Exception:
        log.exception("relay failed")
        return FAILED_S
    finally:
        db.session.remove()
