"""Posting: one comment, or those of several people at once.

A text is measured, guarded and rendered before the transaction begins: nobody waits for another's Markdown.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.people.queries import know_people
from discussion.threads.events import CommentPosted
from discussion.threads.models import Comment, State, Thread
from discussion.threads.rules.pages import depth_below
from discussion.threads.services.holding import Desk, author_of, tell
from kernel import clock
from kernel.actors import Actor
from kernel.database import in_transaction
from kernel.errors import Conflict, NotFound, NotSignedIn, Refusal, RuleViolation
from kernel.events import EventRow
from kernel.i18n import lazy
from kernel.idempotency import Asked, forget_answers, once, once_each
from kernel.ids import new_id
from kernel.markdown import Rendered, render
from kernel.subjects import Subject, permit

LONGEST = 5_000


class CommentIsEmpty(RuleViolation):
    """There is nothing to read."""

    message = lazy("Bitte schreiben Sie einen Text.")


class CommentIsTooLong(RuleViolation):
    """More than a comment may hold."""

    code = "too_large"
    message = lazy("Der Text ist zu lang. Erlaubt sind 5.000 Zeichen. Bitte kürzen Sie ihn.")


class CommentTakesNoReplies(Conflict):
    """The comment that should be answered is hidden or gone."""

    message = lazy("Auf diesen Beitrag kann niemand mehr antworten.")


@dataclass(frozen=True, slots=True)
class NewComment:
    """What somebody says about the subject, or in reply to a comment of its thread."""

    actor: Actor
    subject: Subject
    text: Rendered
    parent_id: UUID | None = None

    @property
    def author_id(self) -> UUID:
        """Whose text it will be."""
        return author_of(self.actor)

    @property
    def request(self) -> str:
        """What a key stands for."""
        return f"comment:{self.subject}:{self.parent_id}:{digest(self.text.text)}"


@dataclass(frozen=True, slots=True)
class Posted:
    """The comment's id, and the fact; None where it was posted before."""

    comment_id: UUID
    fact: EventRow | None


def post_comment(
    *,
    actor: Actor,
    subject: Subject,
    text: str,
    parent_id: UUID | None = None,
    key: str | None = None,
) -> UUID:
    """Say something about the subject, or in reply to a comment of its thread; the comment's id.

    A repeated key posts nothing and gets the first id, whether form, program or socket repeats it. Raises what the
    subject's judge says, and TooFast.
    """
    new = new_comment(actor, subject, text, parent_id)

    def work() -> str:
        (answer,) = _post_each([(new, new_id())])
        if isinstance(answer, Refusal):
            raise answer
        return str(answer.comment_id)

    return UUID(once(actor=actor, key=key, request=new.request, work=work))


def post_together(asked: Sequence[tuple[NewComment, str]]) -> list[Posted | Refusal]:
    """Post comments, each with its key, in one transaction; answers in their order, given after the commit.

    Each is judged for itself, and one that is refused harms no other. No key comes twice. Raises when nothing could be
    stored at all.
    """
    return in_transaction(lambda: _all_posted(asked))


def new_comment(
    actor: Actor, subject: Subject, text: str, parent_id: UUID | None = None
) -> NewComment:
    """What is said, measured and rendered; raises NotSignedIn and what `rendered_comment` raises."""
    if not actor.signed_in:
        raise NotSignedIn
    return NewComment(actor, subject, rendered_comment(text), parent_id)


def rendered_comment(text: str) -> Rendered:
    """The text as a comment holds it; raises CommentIsEmpty, CommentIsTooLong and what Markdown's guard raises."""
    if len(text) > LONGEST:
        raise CommentIsTooLong(field="text")
    rendered = render(text.strip())
    if not rendered.plain:
        raise CommentIsEmpty(field="text")
    return rendered


def digest(text: str) -> str:
    """A long text in the name of a request."""
    return hashlib.sha256(text.encode()).hexdigest()


def _all_posted(asked: Sequence[tuple[NewComment, str]]) -> list[Posted | Refusal]:
    requests = [Asked(new.actor, key, new.request, str(new_id())) for new, key in asked]
    known = once_each(requests)
    fresh = [n for n, answer in enumerate(known) if answer is None]
    posted = _post_each([(asked[n][0], UUID(requests[n].answer)) for n in fresh])
    answers = dict(zip(fresh, posted, strict=True))
    forget_answers([requests[n] for n in fresh if isinstance(answers[n], Refusal)])
    return [answers[n] if n in answers else _before(answer) for n, answer in enumerate(known)]


def _before(answer: str | Refusal | None) -> Posted | Refusal:
    return Posted(UUID(answer), None) if isinstance(answer, str) else answer or NotFound()


def _post_each(news: Sequence[tuple[NewComment, UUID]]) -> list[Posted | Refusal]:
    """Post them under these ids, in their order; who is refused has changed nothing."""
    at = clock.now()
    know_people({new.author_id for new, _id in news})
    judged = [_refusal_of(new, at) for new, _id in news]
    welcome = [new for (new, _id), refusal in zip(news, judged, strict=True) if not refusal]
    desk = Desk(at, [new.author_id for new in welcome], [new.subject for new in welcome])
    answers = [
        refusal or _posted(desk, new, id_) for (new, id_), refusal in zip(news, judged, strict=True)
    ]
    desk.write()
    return answers


def _refusal_of(new: NewComment, at: datetime) -> Refusal | None:
    try:
        permit(new.actor, "comment", new.subject, at)
    except Refusal as refusal:
        return refusal
    return None


def _posted(desk: Desk, new: NewComment, id_: UUID) -> Posted | Refusal:
    try:
        mark = desk.next_mark(new.author_id)
        parent = _parent_of(new, desk)
    except Refusal as refusal:
        return refusal
    thread = desk.begun_thread(new.subject)
    comment = _placed(desk, thread, parent)
    comment.id, comment.author_id, comment.created_at = id_, new.author_id, desk.at
    comment.take(new.text)
    thread.comment_count += 1
    thread.last_comment_at = desk.at
    desk.put(comment, mark)
    fact = tell(CommentPosted, comment, thread, actor=new.actor, parent_id=new.parent_id)
    return Posted(id_, fact)


def _parent_of(new: NewComment, desk: Desk) -> Comment | None:
    if new.parent_id is None:
        return None
    parent, thread = desk.comment(new.parent_id), desk.thread_of(new.subject)
    if parent is None or thread is None or parent.thread_id != thread.id:
        raise NotFound
    if parent.state is not State.SICHTBAR:
        raise CommentTakesNoReplies
    return parent


def _placed(desk: Desk, thread: Thread, parent: Comment | None) -> Comment:
    """A comment at its place: a new branch, or the end of the parent's."""
    root = desk.comment(parent.branch_id) if parent else None
    if parent is None or root is None:
        return Comment(thread_id=thread.id, depth=1, place=0)
    root.last_place += 1
    root.reply_count += 1
    return Comment(
        thread_id=thread.id,
        parent_id=parent.id,
        root_id=root.id,
        depth=depth_below(parent.depth),
        place=root.last_place,
    )
