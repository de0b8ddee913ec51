"""Two workers at once: each fact is taken once, each mail is sent once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import ClassVar

import pytest

from kernel import relay
from kernel.actors import ANONYMOUS
from kernel.app import settings_of
from kernel.database import in_transaction
from kernel.events import Event, record
from kernel.mail import queue_mail
from kernel.mail.sending import send_due_mails
from kernel.subjects import Subject
from tests.support.smtp import mail_server

WORKERS = 4


@dataclass(frozen=True)
class Step(Event):
    kind: ClassVar[str] = "test.step"
    number: int


def together(app, work) -> None:
    """Run the work in as many workers as there are, begun at once."""
    start = Barrier(WORKERS)

    def one(_number: int) -> None:
        start.wait(30)
        with app.app_context():
            work()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, range(WORKERS)))


@pytest.mark.race
def test_each_fact_is_taken_once(real_app, monkeypatch) -> None:
    taken: list[int] = []
    monkeypatch.setattr(relay, "_readers", {})
    relay.reader("test", lambda rows: taken.extend(row.payload["number"] for row in rows))
    with real_app.app_context():
        in_transaction(
            lambda: [
                record(Step(n), subject=Subject("test", str(n)), actor=ANONYMOUS) for n in range(50)
            ]
        )
        relay.run_once()  # the cursor's row exists
        taken.clear()
        for n in range(50, 100):
            in_transaction(
                lambda n=n: record(Step(n), subject=Subject("test", str(n)), actor=ANONYMOUS)
            )
    together(real_app, relay.catch_up)
    assert taken == list(range(50, 100))


@pytest.mark.race
def test_each_mail_is_sent_once(real_app) -> None:
    def queue() -> None:
        for n in range(12):
            queue_mail(key=str(n), to=f"p{n}@example.org", subject="Hallo", text="Text")

    with mail_server() as server:
        settings = settings_of(real_app).model_copy(update={"smtp_url": server.url})
        with real_app.app_context():
            in_transaction(queue)
        together(real_app, lambda: send_due_mails(settings))
        assert sorted(mail["To"] for mail in server.messages) == sorted(
            f"p{n}@example.org" for n in range(12)
        )
