"""Posting, correcting and taking back comments."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from discussion.threads.models import Comment, CommentVersion, Reaction, State, Thread
from discussion.threads.queries.comments import comments_with
from discussion.threads.queries.recount import wrong_counts
from discussion.threads.services.correcting import (
    EditIsOver,
    TextChangedMeanwhile,
    UndoIsOver,
    edit_comment,
    undo_comment,
)
from discussion.threads.services.posting import (
    CommentIsEmpty,
    CommentIsTooLong,
    CommentTakesNoReplies,
    post_comment,
)
from discussion.threads.services.reacting import react
from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, NotSignedIn, TooFast
from kernel.events import EventRow
from kernel.idempotency import KeyReused
from kernel.markdown import MarkdownTooComplex
from tests.factories.actors import a_citizen
from tests.factories.threads import CLOSED, a_comment


def kinds() -> list[str]:
    return list(db.session.scalars(select(EventRow.kind).order_by(EventRow.seq)))


def comments() -> int:
    return db.session.scalar(select(func.count()).select_from(Comment)) or 0


def said(comment_id) -> Comment:
    return comments_with([comment_id])[comment_id].comment


def threads() -> list[Thread]:
    return list(db.session.scalars(select(Thread)))


@pytest.fixture
def later(monkeypatch):
    """Lets time pass."""
    start, now = clock.now(), clock.now
    passed = [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: start + passed[0] if passed[0] else now())

    def go(**span: float) -> None:
        passed[0] += timedelta(**span) + (now() - start if not passed[0] else timedelta())

    return go


def test_a_comment_is_stored_rendered_and_told(database, topic) -> None:
    anna = a_citizen()
    comment = said(a_comment(topic, "Mehr **Bänke**!", by=anna))
    assert comment.text_html == "<p>Mehr <strong>Bänke</strong>!</p>"
    assert (comment.author_id, comment.state, comment.depth) == (
        anna.person_id,
        State.SICHTBAR,
        1,
    )
    row = db.session.scalars(select(EventRow)).one()
    assert (row.kind, row.subject, row.audience) == ("comment.posted", comment.subject, ["public"])
    assert (row.payload["about"], row.payload["comment_count"]) == (str(topic.subject), 1)
    assert "Bänke" not in str(row.payload)


def test_news_reach_only_those_who_see_the_subject(database, made) -> None:
    a_comment(made.create(audience=("format:7",)))
    assert db.session.scalars(select(EventRow)).one().audience == ["format:7"]


def test_replies_hang_below_and_the_fourth_level_stays_on_the_third(database, topic) -> None:
    ids = [a_comment(topic)]
    for _ in range(4):
        ids.append(a_comment(topic, to=ids[-1]))
    found = [said(id_) for id_ in ids]
    assert [c.depth for c in found] == [1, 2, 3, 3, 3]
    assert [c.place for c in found] == [0, 1, 2, 3, 4]
    assert {c.branch_id for c in found} == {ids[0]}
    assert found[0].reply_count == 4
    assert threads()[0].comment_count == 5


def test_a_repeated_submit_posts_once_and_gets_the_same_answer(database, topic) -> None:
    anna = a_citizen()
    posts = {
        post_comment(actor=anna, subject=topic.subject, text="Ja.", key="k") for _ in range(50)
    }
    assert (len(posts), comments(), threads()[0].comment_count) == (1, 1, 1)


def test_form_and_socket_may_spell_the_ends_of_lines_differently(database, topic) -> None:
    anna = a_citizen()
    texts = ("Erstens.\r\nZweitens.\r\n", "Erstens.\nZweitens.")
    assert (
        len({post_comment(actor=anna, subject=topic.subject, text=t, key="k") for t in texts}) == 1
    )


def test_a_key_is_not_for_another_text(database, topic) -> None:
    anna = a_citizen()
    post_comment(actor=anna, subject=topic.subject, text="Ja.", key="k")
    with pytest.raises(KeyReused):
        post_comment(actor=anna, subject=topic.subject, text="Nein.", key="k")


def test_a_visitor_posts_nothing(database, topic) -> None:
    with pytest.raises(NotSignedIn):
        a_comment(topic, by=ANONYMOUS)


def test_a_closed_subject_takes_no_comment_and_says_why(database, made) -> None:
    with pytest.raises(NotPermitted, match=CLOSED):
        a_comment(made.create(is_open=False))
    assert (comments(), threads(), kinds()) == (0, [], [])


def test_an_invisible_subject_looks_absent(database, made) -> None:
    with pytest.raises(NotFound):
        a_comment(made.create(is_public=False))


@pytest.mark.parametrize("text", ["", "  \n ", "***", "&nbsp;" * 0])
def test_a_comment_without_words_is_refused(database, topic, text) -> None:
    with pytest.raises(CommentIsEmpty):
        a_comment(topic, text)


def test_a_long_comment_is_refused_at_its_field(database, topic) -> None:
    a_comment(topic, "a" * 5_000)
    with pytest.raises(CommentIsTooLong) as refusal:
        a_comment(topic, "a" * 5_001)
    assert refusal.value.field == "text"


def test_a_poisonous_comment_stops_before_the_renderer(database, topic) -> None:
    with pytest.raises(MarkdownTooComplex):
        a_comment(topic, "[" * 4_000)
    assert comments() == 0


def test_a_reply_needs_a_comment_of_this_thread(database, made) -> None:
    elsewhere = a_comment(made.create())
    with pytest.raises(NotFound):
        a_comment(made.create(), to=elsewhere)


def test_the_eleventh_comment_in_a_moment_is_too_fast(database, topic) -> None:
    anna = a_citizen()
    for _ in range(10):
        a_comment(topic, by=anna)
    with pytest.raises(TooFast):
        a_comment(topic, by=anna)
    a_comment(topic)
    assert comments() == 11


def test_an_edit_keeps_the_version_before(database, topic, later) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, "Alt.", by=anna)
    later(minutes=14)
    edit_comment(actor=anna, comment_id=comment_id, text="Neu.", based_on=1)
    comment = said(comment_id)
    before = db.session.scalars(select(CommentVersion)).one()
    assert (comment.text, comment.version, before.text, before.number) == ("Neu.", 2, "Alt.", 1)
    assert before.written_at == comment.created_at < comment.edited_at
    assert kinds()[-1] == "comment.edited"


def test_after_fifteen_minutes_a_comment_stays(database, topic, later) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, by=anna)
    later(minutes=15)
    with pytest.raises(EditIsOver):
        edit_comment(actor=anna, comment_id=comment_id, text="Neu.", based_on=1)


def test_nobody_edits_the_words_of_others(database, topic) -> None:
    with pytest.raises(NotPermitted):
        edit_comment(actor=a_citizen(), comment_id=a_comment(topic), text="Neu.", based_on=1)


def test_an_edit_of_an_older_version_is_refused(database, topic) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, by=anna)
    edit_comment(actor=anna, comment_id=comment_id, text="Zwei.", based_on=1)
    with pytest.raises(TextChangedMeanwhile):
        edit_comment(actor=anna, comment_id=comment_id, text="Drei.", based_on=1)
    assert said(comment_id).text == "Zwei."


def test_the_same_text_is_no_edit(database, topic) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, "Gleich.", by=anna)
    edit_comment(actor=anna, comment_id=comment_id, text="Gleich.", based_on=1)
    assert said(comment_id).version == 1


def test_undo_removes_an_unanswered_comment_with_all_it_had(database, topic) -> None:
    anna = a_citizen()
    root = a_comment(topic)
    comment_id = a_comment(topic, "Alt.", by=anna, to=root)
    edit_comment(actor=anna, comment_id=comment_id, text="Neu.", based_on=1)
    react(actor=a_citizen(), comment_id=comment_id, value=1)
    assert undo_comment(actor=anna, comment_id=comment_id) == topic.subject
    assert comments() == 1
    assert db.session.scalars(select(CommentVersion)).all() == []
    assert db.session.scalars(select(Reaction)).all() == []
    assert (said(root).reply_count, threads()[0].comment_count) == (0, 1)
    assert kinds()[-1] == "comment.undone"


def test_undo_says_nothing_of_a_comment_in_a_closed_conversation(database, topic) -> None:
    comment_id = a_comment(topic, by=a_citizen())
    with pytest.raises(NotPermitted):
        undo_comment(actor=a_citizen(), comment_id=comment_id)
    topic.is_public = False
    with pytest.raises(NotFound):
        undo_comment(actor=a_citizen(), comment_id=comment_id)


def test_undo_leaves_an_empty_place_above_a_reply(database, topic) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, "Mein Geheimnis", by=anna)
    reply = a_comment(topic, to=comment_id)
    undo_comment(actor=anna, comment_id=comment_id)
    place = said(comment_id)
    assert (place.state, place.text, place.text_html) == (State.ZURUECKGENOMMEN, "", "")
    assert (said(reply).depth, threads()[0].comment_count, wrong_counts()) == (2, 1, [])


def test_an_empty_place_goes_with_its_last_reply(database, topic) -> None:
    anna, ben = a_citizen(), a_citizen()
    root = a_comment(topic, by=anna)
    reply = a_comment(topic, by=ben, to=root)
    undo_comment(actor=anna, comment_id=root)
    undo_comment(actor=ben, comment_id=reply)
    assert (comments(), threads()[0].comment_count, wrong_counts()) == (0, 0, [])


def test_an_empty_place_takes_no_reply(database, topic) -> None:
    anna = a_citizen()
    root = a_comment(topic, by=anna)
    a_comment(topic, to=root)
    undo_comment(actor=anna, comment_id=root)
    with pytest.raises(CommentTakesNoReplies):
        a_comment(topic, to=root)


def test_after_thirty_seconds_nothing_is_undone(database, topic, later) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, by=anna)
    later(seconds=30)
    with pytest.raises(UndoIsOver):
        undo_comment(actor=anna, comment_id=comment_id)


def test_undo_needs_no_open_phase_but_its_author(database, topic) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, by=anna)
    topic.is_open = False
    with pytest.raises(NotPermitted):
        undo_comment(actor=a_citizen(), comment_id=comment_id)
    undo_comment(actor=anna, comment_id=comment_id, key="u")
    assert undo_comment(actor=anna, comment_id=comment_id, key="u") == topic.subject
