"""What several people say at the same moment: one transaction, each judged and answered alone."""

from functools import partial
from uuid import UUID, uuid4

import pytest
from flask import current_app
from sqlalchemy import func, select

from discussion.threads import live
from discussion.threads.live import Say, say
from discussion.threads.models import Comment, Thread, Writer
from discussion.threads.queries.recount import wrong_counts
from discussion.threads.services.posting import (
    CommentTakesNoReplies,
    Posted,
    new_comment,
    post_comment,
    post_together,
)
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, Refusal, TooFast
from kernel.events import EventRow, broken_links
from kernel.idempotency import KeyReused, Once
from kernel.live.deeds import Caller
from tests.factories.actors import a_citizen
from tests.factories.threads import a_comment
from tests.support.races import all_at_once


def saying(topic, text: str, *, by=None, key: str = "", to: UUID | None = None):
    """What somebody says, with its key."""
    return new_comment(by or a_citizen(), topic.subject, text, to), key or str(uuid4())


def texts() -> list[str]:
    return list(db.session.scalars(select(Comment.text).order_by(Comment.text)))


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_all_are_posted_told_in_their_order_and_counted(database, made) -> None:
    here, there = made.create(), made.create()
    first = a_comment(here, "Anfang.")
    asked = [saying(here, "Eins."), saying(there, "Zwei."), saying(here, "Drei.", to=first)]
    answers = post_together(asked)
    assert [answer.fact.room_seq for answer in answers] == [2, 1, 3]
    assert texts() == ["Anfang.", "Drei.", "Eins.", "Zwei."]
    stored = {c.id: c.author_id for c in db.session.scalars(select(Comment))}
    assert [stored[a.comment_id] for a in answers] == [new.author_id for new, _key in asked]
    assert wrong_counts() == []
    assert broken_links(db.session()) == []


def test_one_that_is_refused_harms_no_other_and_changes_nothing(database, made) -> None:
    topic, closed, unseen = made.create(), made.create(is_open=False), made.create(is_public=False)
    fast = a_citizen()
    for _ in range(10):
        a_comment(topic, "Schnell.", by=fast)
    elsewhere = a_comment(made.create(), "Anderswo.")
    before = rows(Once)
    answers = post_together(
        [
            saying(topic, "Ja."),
            saying(closed, "Zu spät."),
            saying(unseen, "Wo bin ich?"),
            saying(topic, "Zu schnell.", by=fast),
            saying(topic, "Worauf?", to=elsewhere),
            saying(closed, "Worauf?", to=elsewhere),
            saying(topic, "Auch ja."),
        ]
    )
    assert [type(answer) for answer in answers] == [
        Posted,
        NotPermitted,
        NotFound,
        TooFast,
        NotFound,
        NotPermitted,
        Posted,
    ]
    assert rows(Comment) == 13
    assert {"Ja.", "Auch ja."} < set(texts())
    assert (rows(Once) - before, rows(Thread)) == (2, 2)


def test_who_was_refused_may_ask_again_with_the_same_key(database, topic) -> None:
    topic.is_open = False
    asked = saying(topic, "Ja.", key="k")
    assert isinstance(post_together([asked])[0], NotPermitted)
    topic.is_open = True
    assert isinstance(post_together([asked])[0], Posted)


def test_a_refused_author_has_not_used_up_their_pace(database, made) -> None:
    topic, anna = made.create(), a_citizen()
    hidden = a_comment(made.create())
    for _ in range(20):
        assert isinstance(post_together([saying(topic, "?", by=anna, to=hidden)])[0], NotFound)
    assert isinstance(post_together([saying(topic, "Ja.", by=anna)])[0], Posted)


def test_the_eleventh_text_is_too_fast_within_a_batch_as_well(database, topic) -> None:
    anna = a_citizen()
    answers = post_together([saying(topic, f"{n}.", by=anna) for n in range(12)])
    assert [isinstance(answer, TooFast) for answer in answers] == [False] * 10 + [True] * 2
    assert wrong_counts() == []


def test_a_repeat_gets_the_first_answer_and_another_text_is_refused(database, topic) -> None:
    anna = a_citizen()
    (first,) = post_together([saying(topic, "Ja.", by=anna, key="k")])
    again, other = post_together(
        [saying(topic, "Ja.", by=anna, key="k"), saying(topic, "Nein.", key="l")]
    )
    assert (again.comment_id, again.fact) == (first.comment_id, None)
    assert isinstance(other, Posted)
    (reused,) = post_together([saying(topic, "Nein.", by=anna, key="k")])
    assert isinstance(reused, KeyReused)
    form = post_comment(actor=anna, subject=topic.subject, text="Ja.", key="k")
    assert form == first.comment_id
    assert texts() == ["Ja.", "Nein."]


def test_nobody_answers_what_was_hidden(database, topic) -> None:
    comment = db.session.get_one(Comment, a_comment(topic))
    comment.state = "verborgen"
    db.session.commit()
    (answer,) = post_together([saying(topic, "Doch!", to=comment.id)])
    assert isinstance(answer, CommentTakesNoReplies)


@pytest.mark.parametrize("is_open", [True, False])
def test_the_same_key_again_in_a_batch_is_the_same_comment(database, topic, is_open) -> None:
    topic.is_open = is_open
    anna = a_citizen()
    same = saying(topic, "Ja.", by=anna, key="k")
    answers = live._post_all([same, saying(topic, "Nein."), same, same])
    if is_open:
        assert len({answers[n].comment_id for n in (0, 2, 3)}) == 1
        assert texts() == ["Ja.", "Nein."]
    else:
        assert [type(answer) for answer in answers] == [NotPermitted] * 4
        assert (texts(), rows(Once)) == ([], 0)


def test_twenty_cost_as_many_statements_as_three(topic, statements) -> None:
    a_comment(topic)
    counted = []
    for people in (3, 20):
        asked = [saying(topic, "Ja.") for _ in range(people)]
        statements.drain()
        post_together(asked)
        counted.append(len(statements.drain()))
    assert counted[0] == counted[1]


@pytest.mark.race
def test_a_form_and_a_socket_with_one_key_are_one_comment(real_app, topic) -> None:
    anna, others = a_citizen(), [a_citizen() for _ in range(30)]
    form = partial(post_comment, actor=anna, subject=topic.subject, text="Ja.", key="k")

    def socket() -> object:
        batch = [saying(topic, "Ja.", by=anna, key="k"), *(saying(topic, ".", by=o) for o in o3)]
        return post_together(batch)[0].comment_id

    o3 = others[:3]
    answers = all_at_once(real_app, [form, socket] * 5)
    with real_app.app_context():
        assert len(set(answers)) == 1
        assert texts().count("Ja.") == 1


@pytest.mark.race
def test_all_who_talk_at_once_are_heard_once(real_app, topic) -> None:
    people = [a_citizen() for _ in range(100)]
    room = f"thread:{topic.subject}"
    sent = [(who, Say(room=room, id=uuid4(), text=f"{n}.")) for n, who in enumerate(people)]
    deeds = [partial(say, Caller(who, ""), what) for who, what in sent for _ in range(2)]
    answers = all_at_once(real_app, deeds)
    with real_app.app_context():
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        assert sorted(a["seq"] for a in answers[::2]) == list(range(1, 101))
        assert [a["comment"] for a in answers[::2]] == [a["comment"] for a in answers[1::2]]
        assert (rows(Comment), rows(Writer), rows(Thread), rows(EventRow)) == (100, 100, 1, 100)
        assert wrong_counts() == []
        assert broken_links(db.session()) == []
        assert isinstance(current_app.extensions[live.TOGETHER], object)


def test_refusals_reach_only_who_is_meant(database, made) -> None:
    closed = made.create(is_open=False)
    with pytest.raises(Refusal):
        say(Caller(a_citizen(), ""), Say(room=f"thread:{closed.subject}", id=uuid4(), text="Ja."))


def test_a_thread_that_was_read_before_is_as_it_is_now(database, made) -> None:
    topic = made.create()
    root = a_comment(topic, "Anfang.")
    thread, first = db.session.scalars(select(Thread)).one(), db.session.get(Comment, root)
    version = thread.version
    post_together([saying(topic, "Eins.", to=root), saying(topic, "Zwei.")])
    assert (thread.comment_count, thread.version) == (3, version + 2)
    assert thread.last_comment_at == db.session.scalar(select(func.max(Comment.created_at)))
    assert (first.last_place, first.reply_count) == (1, 1)
