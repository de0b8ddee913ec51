"""Two processes that both play the script: every sentence is said and written once, in order."""

import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from demo.members.script import Kind, script
from kernel.app import settings_of
from kernel.database import db
from roundtable.meetings.talk.models import TalkMessage
from roundtable.minutes.loading import stored_texts
from roundtable.minutes.models import MinutesUpdate
from roundtable.minutes.queries import doc_of_item
from tests.factories.scripted import FIRST, a_play, paragraphs
from tests.support.own_settings import environment_of
from tests.support.source_tree import ROOT

MOVES = script()[FIRST]


def player(app: Flask, begin: str) -> "subprocess.Popen[str]":
    """A process of a demo that waits for the word to begin."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.scripted_members", begin],
        cwd=ROOT,
        env=environment_of(app) | {"DEMO": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.race
def test_two_processes_play_each_move_once(real_app: Flask) -> None:
    with real_app.app_context():
        play = a_play(settings_of(real_app))
        meeting_id, item_id = play.talk.meeting.id, play.item().id
        db.session.rollback()
        processes = [player(real_app, play.now.isoformat()) for _ in range(2)]
        for each in processes:
            assert each.stdout
            assert each.stdout.readline() == "ready\n"
        for each in processes:
            assert each.stdin
            each.stdin.write("go\n")
            each.stdin.flush()
        said = [each.communicate(timeout=100)[1] for each in processes]
        assert [each.returncode for each in processes] == [0, 0], said
        stored = db.session.scalars(select(TalkMessage.key).order_by(TalkMessage.seq)).all()
        assert stored == [move.key(meeting_id) for move in MOVES if move.kind is Kind.SAYS]
        doc = doc_of_item(item_id)
        updates = select(MinutesUpdate.update_id).order_by(MinutesUpdate.seq)
        written = db.session.scalars(updates).all()
        assert written == [move.key(meeting_id) for move in MOVES if move.kind is Kind.WRITES]
        assert stored_texts([doc])[doc.id] == paragraphs(MOVES)
