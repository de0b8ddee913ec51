"""A demo that was killed while it was written is completed, not doubled."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from demo.content import load
from demo.seeding import answers
from kernel.database import db
from participation.consultations.models.answers import Answer
from participation.consultations.models.proposals import Proposal, Signature
from participation.voting.models import Vote
from tests.services.demo.conftest import write_demo

CONTENT = load()
TABLES = (Proposal, Signature, Answer, Vote)


class Killed(BaseException):
    """What no service catches."""


def counts() -> list[int | None]:
    return [db.session.scalar(select(func.count()).select_from(model)) for model in TABLES]


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_a_kill_between_two_answers_is_mended_by_the_next_start(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with real_app.app_context():
        with monkeypatch.context() as patch:
            patch.setattr(answers, "publish_answers", _killed_at(16))
            with pytest.raises(Killed):
                write_demo()
        assert counts()[0] == 18, "what was proposed before is stored"
        assert write_demo()
        assert counts() == [
            len(CONTENT.proposals),
            sum(p.signatures for p in CONTENT.proposals),
            sum(len(p.answers) for p in CONTENT.proposals),
            len(CONTENT.votes),
        ]


def _killed_at(number: int) -> object:
    real, calls = answers.publish_answers, iter(range(1, 1_000))

    def publish(**facts: object) -> None:
        if next(calls) == number:
            raise Killed
        real(**facts)  # type: ignore[arg-type]

    return publish
