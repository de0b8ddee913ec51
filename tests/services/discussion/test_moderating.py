"""Hiding comments and showing them again, with reasons."""

import pytest
from sqlalchemy import select

from discussion.threads.models import Decision, State
from discussion.threads.queries.comments import comments_by_ids, comments_with, counts_for
from discussion.threads.queries.pages import thread_page
from discussion.threads.services.moderating import (
    ReasonDoesNotFit,
    hide_comment,
    restore_comment,
)
from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, NotSignedIn
from kernel.events import EventRow
from kernel.subjects import audience_of, cards, may
from tests.factories.actors import a_citizen, an_official
from tests.factories.threads import a_comment

REASON = "Der Beitrag beleidigt eine Person."


def a_moderator(scope: str = "site"):
    return an_official(scope, role="moderator")


def said(comment_id):
    return comments_with([comment_id])[comment_id].comment


def test_the_public_sees_place_and_reason_and_the_author_the_text(database, topic) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, "Unfug.", by=anna)
    hide_comment(actor=a_moderator(), comment_id=comment_id, reason=REASON)
    public = thread_page(ANONYMOUS, topic.subject).comments[0]
    assert (public.is_hidden, public.html, public.hidden_reason) == (True, None, REASON)
    for reader in (anna, a_moderator()):
        assert "Unfug" in str(thread_page(reader, topic.subject).comments[0].html)
    assert said(comment_id).text == "Unfug."


def test_a_restored_comment_is_as_before(database, topic) -> None:
    comment_id = a_comment(topic, "Doch kein Unfug.")
    moderator = a_moderator()
    hide_comment(actor=moderator, comment_id=comment_id, reason=REASON)
    assert counts_for([topic.subject]) == {topic.subject: 0}
    restore_comment(actor=moderator, comment_id=comment_id, reason="Es war ein Zitat.")
    assert counts_for([topic.subject]) == {topic.subject: 1}
    assert (said(comment_id).state, said(comment_id).hidden_reason) == (State.SICHTBAR, "")
    decisions = db.session.scalars(select(Decision).order_by(Decision.at)).all()
    assert [d.reason for d in decisions] == [REASON, "Es war ein Zitat."]
    kinds = db.session.scalars(select(EventRow.kind).order_by(EventRow.seq)).all()
    assert kinds == ["comment.posted", "comment.hidden", "comment.restored"]


def test_hidden_twice_is_hidden_once(database, topic) -> None:
    comment_id = a_comment(topic)
    for reason in (REASON, "Aus einem anderen Grund."):
        hide_comment(actor=a_moderator(), comment_id=comment_id, reason=reason)
    assert said(comment_id).hidden_reason == REASON
    assert len(db.session.scalars(select(Decision)).all()) == 1


@pytest.mark.parametrize("reason", ["", "kurz", "x" * 501, " \n " * 20])
def test_a_decision_needs_a_reason(database, topic, reason) -> None:
    comment_id = a_comment(topic)
    with pytest.raises(ReasonDoesNotFit):
        hide_comment(actor=a_moderator(), comment_id=comment_id, reason=reason)


def test_only_moderators_of_the_place_decide(database, topic) -> None:
    comment_id = a_comment(topic)
    for actor, refusal in (
        (ANONYMOUS, NotSignedIn),
        (a_citizen(), NotPermitted),
        (an_official(), NotPermitted),
        (a_moderator("topic:another"), NotPermitted),
    ):
        with pytest.raises(refusal):
            hide_comment(actor=actor, comment_id=comment_id, reason=REASON)
    hide_comment(actor=a_moderator(str(topic.subject)), comment_id=comment_id, reason=REASON)


def test_a_moderator_without_sight_of_the_subject_finds_nothing(database, made) -> None:
    topic = made.create()
    comment_id = a_comment(topic)
    topic.is_public = False
    with pytest.raises(NotFound):
        hide_comment(actor=a_moderator(), comment_id=comment_id, reason=REASON)


def test_a_hidden_comment_is_no_subject_for_anybody(database, topic) -> None:
    comment_id = a_comment(topic)
    subject = said(comment_id).subject
    assert may(ANONYMOUS, "see", subject, clock.now())
    card = cards(ANONYMOUS, [subject])[subject]
    assert card.title == "Beitrag zu „Mehr Bänke am Fluss“"
    assert card.url == f"/beitraege/{comment_id}#beitrag-{comment_id}"
    hide_comment(actor=a_moderator(), comment_id=comment_id, reason=REASON)
    assert not may(ANONYMOUS, "see", subject, clock.now()).visible
    assert cards(ANONYMOUS, [subject]) == {}
    assert comments_by_ids(ANONYMOUS, [comment_id]) == {}
    assert audience_of(subject, clock.now()) == ()


def test_a_comment_is_seen_where_its_subject_is(database, topic) -> None:
    comment_id = a_comment(topic)
    subject = said(comment_id).subject
    assert audience_of(subject, clock.now()) == ("public",)
    topic.is_public = False
    assert not may(ANONYMOUS, "see", subject, clock.now()).visible
    assert cards(ANONYMOUS, [subject]) == {}


def test_nobody_opens_a_conversation_about_a_comment(database, topic) -> None:
    subject = said(a_comment(topic)).subject
    assert not may(a_citizen(), "comment", subject, clock.now())
    assert not may(a_citizen(), "see", type(subject)("comment", "keine-id"), clock.now()).visible
