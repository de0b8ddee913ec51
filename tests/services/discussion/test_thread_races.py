"""What parallel requests must not do: count twice, pass a limit, lose a number."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, select

from discussion.threads.models import Comment, Reaction, Thread
from discussion.threads.queries.comments import counts_for
from discussion.threads.queries.recount import wrong_counts
from discussion.threads.services.correcting import undo_comment
from discussion.threads.services.posting import post_comment
from discussion.threads.services.reacting import react
from kernel.database import db
from kernel.errors import TooFast
from kernel.events import EventRow, broken_links
from tests.factories.actors import a_citizen
from tests.factories.threads import a_comment
from tests.support.races import all_at_once

pytestmark = pytest.mark.race


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def posting(topic, actor, text: str = "Ja.", **more: object) -> Callable[[], object]:
    return partial(post_comment, actor=actor, subject=topic.subject, text=text, **more)


def test_fifty_identical_submits_are_one_comment_with_one_answer(real_app, topic) -> None:
    deed = posting(topic, a_citizen(), key="k")
    answers = all_at_once(real_app, [deed] * 50)
    with real_app.app_context():
        assert (len(set(answers)), rows(Comment)) == (1, 1)
        assert counts_for([topic.subject]) == {topic.subject: 1}


def test_after_200_parallel_comments_every_counter_equals_a_recount(real_app, topic) -> None:
    with real_app.app_context():
        roots = [a_comment(topic), a_comment(topic), None]
    deeds = [posting(topic, a_citizen(), parent_id=roots[n % 3]) for n in range(200)]
    failed = [a for a in all_at_once(real_app, deeds) if isinstance(a, Exception)]
    with real_app.app_context():
        assert (failed, rows(Comment), rows(Thread)) == ([], 202, 1)
        assert counts_for([topic.subject]) == {topic.subject: 202}
        assert wrong_counts() == []
        assert rows(EventRow) == 202
        assert broken_links(db.session()) == []
        places = db.session.scalars(select(Comment.place).where(Comment.root_id == roots[0])).all()
        assert sorted(places) == list(range(1, len(places) + 1))


def test_nobody_writes_faster_in_parallel(real_app, topic) -> None:
    anna = a_citizen()
    answers = all_at_once(real_app, [posting(topic, anna) for _ in range(40)])
    refused = [a for a in answers if isinstance(a, TooFast)]
    with real_app.app_context():
        assert (rows(Comment), len(refused)) == (10, 30)


def test_parallel_voices_of_one_person_are_one_voice(real_app, topic) -> None:
    with real_app.app_context():
        comment_id = a_comment(topic)
    anna = a_citizen()
    deeds = [partial(react, actor=anna, comment_id=comment_id, value=v) for v in [1, -1] * 100]
    failed = [a for a in all_at_once(real_app, deeds) if isinstance(a, Exception)]
    with real_app.app_context():
        voice = db.session.scalars(select(Reaction)).one()
        comment = db.session.get_one(Comment, comment_id)
        assert failed == []
        assert (comment.up_count, comment.down_count) == (voice.value > 0, voice.value < 0)


def test_200_people_agree_at_once_and_all_count(real_app, topic) -> None:
    with real_app.app_context():
        comment_id = a_comment(topic)
    deeds = [partial(react, actor=a_citizen(), comment_id=comment_id, value=1) for _ in range(200)]
    all_at_once(real_app, deeds)
    with real_app.app_context():
        assert db.session.get_one(Comment, comment_id).up_count == 200
        assert rows(Reaction) == 200


def test_a_reply_and_an_undo_at_once_leave_no_orphan(real_app, topic) -> None:
    authors = [a_citizen() for _ in range(10)]
    with real_app.app_context():
        roots = [a_comment(topic, by=author) for author in authors]
    deeds: list[Callable[[], object]] = []
    for author, root in zip(authors, roots, strict=True):
        deeds += [
            partial(undo_comment, actor=author, comment_id=root),
            posting(topic, a_citizen(), parent_id=root),
        ]
    answers = all_at_once(real_app, deeds)
    unexpected = {type(a).__name__ for a in answers if isinstance(a, Exception)}
    with real_app.app_context():
        assert unexpected <= {"NotFound", "CommentTakesNoReplies"}
        assert wrong_counts() == []
