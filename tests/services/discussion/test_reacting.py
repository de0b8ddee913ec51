"""One person, one voice per comment."""

import pytest
from sqlalchemy import func, select

from discussion.threads.models import Reaction
from discussion.threads.queries.comments import comments_with
from discussion.threads.rules.agreement import agreement_of
from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.reacting import CommentIsHidden, ReactionUnknown, react
from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, NotSignedIn
from kernel.events import EventRow
from kernel.ids import new_id
from tests.factories.actors import a_citizen, an_official
from tests.factories.threads import a_comment


def voices(comment_id) -> tuple[int, int, int]:
    comment = comments_with([comment_id])[comment_id].comment
    rows = db.session.scalar(select(func.count()).select_from(Reaction)) or 0
    return comment.up_count, comment.down_count, rows


def test_a_voice_counts_once_and_may_change(database, topic) -> None:
    anna, comment_id = a_citizen(), a_comment(topic)
    after = []
    for value in (1, 1, -1, 0, 0, 1):
        react(actor=anna, comment_id=comment_id, value=value)
        after.append(voices(comment_id))
    assert after == [(1, 0, 1), (1, 0, 1), (0, 1, 1), (0, 0, 1), (0, 0, 1), (1, 0, 1)]


def test_voices_move_the_agreement(database, topic) -> None:
    comment_id = a_comment(topic)
    for value in (1, 1, -1):
        react(actor=a_citizen(), comment_id=comment_id, value=value)
    comment = comments_with([comment_id])[comment_id].comment
    assert comment.agreement == agreement_of(2, 1)


def test_the_log_tells_the_numbers_but_not_whose_voice(database, topic) -> None:
    comment_id = a_comment(topic)
    react(actor=a_citizen(), comment_id=comment_id, value=1)
    row = db.session.scalars(select(EventRow).where(EventRow.kind == "comment.voted")).one()
    assert row.actor_id is None
    assert (row.payload["up_count"], row.payload["down_count"]) == (1, 0)


def test_a_voice_given_again_is_no_news(database, topic) -> None:
    anna, comment_id = a_citizen(), a_comment(topic)
    for _ in range(3):
        react(actor=anna, comment_id=comment_id, value=1)
    told = select(func.count()).select_from(EventRow).where(EventRow.kind == "comment.voted")
    assert db.session.scalar(told) == 1


@pytest.mark.parametrize("value", [2, -2, None])
def test_other_values_are_refused(database, topic, value) -> None:
    with pytest.raises(ReactionUnknown):
        react(actor=a_citizen(), comment_id=a_comment(topic), value=value)


def test_who_may_not_react_is_refused(database, topic) -> None:
    comment_id = a_comment(topic)
    with pytest.raises(NotSignedIn):
        react(actor=ANONYMOUS, comment_id=comment_id, value=1)
    topic.is_open = False
    with pytest.raises(NotPermitted):
        react(actor=a_citizen(), comment_id=comment_id, value=1)
    topic.is_public = False
    with pytest.raises(NotFound):
        react(actor=a_citizen(), comment_id=comment_id, value=1)


def test_what_is_gone_or_hidden_takes_no_voice(database, topic) -> None:
    comment_id = a_comment(topic)
    hide_comment(
        actor=an_official(role="moderator"), comment_id=comment_id, reason="Beleidigt andere."
    )
    with pytest.raises(CommentIsHidden):
        react(actor=a_citizen(), comment_id=comment_id, value=1)
    with pytest.raises(NotFound):
        react(actor=a_citizen(), comment_id=new_id(), value=1)
