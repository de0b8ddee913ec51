"""Agreeing and disagreeing with comments."""

from uuid import UUID

from sqlalchemy import select

from discussion.threads.events import CommentVoted
from discussion.threads.models import Comment, Reaction, State
from discussion.threads.rules.agreement import agreement_of
from discussion.threads.services.holding import held_comment, tell
from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.database import db, transactional
from kernel.errors import Conflict, RuleViolation
from kernel.i18n import lazy
from kernel.ids import new_id
from kernel.subjects import permit

VALUES = (-1, 0, 1)


class ReactionUnknown(RuleViolation):
    """Neither agreement nor disagreement."""

    message = lazy("Sie können zustimmen, nicht zustimmen oder Ihre Wertung zurücknehmen.")


class CommentIsHidden(Conflict):
    """What nobody can read, nobody rates."""

    message = lazy("Dieser Beitrag ist verborgen. Er lässt sich gerade nicht bewerten.")


@transactional
def react(*, actor: Actor, comment_id: UUID, value: int | None) -> Comment:
    """Give one's voice to a comment: 1 agrees, -1 disagrees, 0 takes the voice back.

    A person has one voice per comment; giving it again changes nothing, giving another one replaces it.
    """
    if value not in VALUES:
        raise ReactionUnknown(field="value")
    at = clock.now()
    comment, thread = held_comment(comment_id)
    permit(actor, "react", thread.subject, at)
    if comment.state is not State.SICHTBAR:
        raise CommentIsHidden
    reaction = _reaction_of(actor, comment)
    if reaction.value == value:
        return comment
    _count(comment, reaction.value, -1)
    _count(comment, value, 1)
    reaction.value, reaction.at = value, at
    db.session.add(reaction)
    comment.agreement = agreement_of(comment.up_count, comment.down_count)
    # The log is read by many, so it does not say whose voice this was; the reaction's own row does.
    counts = {"up_count": comment.up_count, "down_count": comment.down_count}
    tell(CommentVoted, comment, thread, actor=ANONYMOUS, **counts)
    return comment


def _reaction_of(actor: Actor, comment: Comment) -> Reaction:
    mine = select(Reaction).where(
        Reaction.comment_id == comment.id, Reaction.person_id == actor.person_id
    )
    found = db.session.scalar(mine.execution_options(populate_existing=True))
    return found or Reaction(id=new_id(), comment_id=comment.id, person_id=actor.person_id, value=0)


def _count(comment: Comment, value: int, change: int) -> None:
    if value > 0:
        comment.up_count += change
    elif value < 0:
        comment.down_count += change
