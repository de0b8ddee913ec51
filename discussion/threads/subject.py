"""What other rooms may know of comments: a card each, and the judge."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from discussion.threads.models import State
from discussion.threads.permissions import can_edit
from discussion.threads.queries.comments import Found, comments_by_ids, comments_with
from discussion.threads.queries.views import anchor_of
from kernel import clock
from kernel.actors import Actor
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, SubjectKind, Verdict, audience_of, may

KIND = "comment"


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of the visible comments on subjects the actor may see."""
    wanted = [found for text in ids if (found := _id(text))]
    return {
        str(id_): card_of(found, about)
        for id_, (found, about) in comments_by_ids(actor, wanted).items()
    }


def card_of(found: Found, about: Card) -> Card:
    """The comment in a list, a link or a notice."""
    comment = found.comment
    return Card(
        subject=comment.subject,
        title=_("Beitrag zu „%(title)s“", title=about.title),
        url=address_of(comment.id),
        word=_("Beitrag"),
        at=comment.created_at,
    )


def address_of(comment_id: UUID) -> str:
    """The permanent address of a comment."""
    return f"/beitraege/{comment_id}#{anchor_of(comment_id)}"


def judge(actor: Actor, action: str, comment_id: str, at: datetime) -> Verdict:
    """Visible where its subject is and moderation has not hidden it; reacting is judged by the subject."""
    found = _found(comment_id)
    if found is None or found.comment.state is not State.SICHTBAR:
        return INVISIBLE
    if not may(actor, "see", found.about, at).visible:
        return INVISIBLE
    if action == "see":
        return ALLOWED
    if action == "react":
        return may(actor, "react", found.about, at)
    return _own(actor, action, found, at)


def _own(actor: Actor, action: str, found: Found, at: datetime) -> Verdict:
    if action == "edit" and can_edit(actor, found.comment, at):
        return ALLOWED
    return Verdict(False, _("Das geht bei einem Beitrag nicht."))


def audience(comment_id: str) -> tuple[str, ...]:
    """A visible comment's audience is its subject's; nobody's where it is hidden or gone."""
    found = _found(comment_id)
    if found is None or found.comment.state is not State.SICHTBAR:
        return ()
    return audience_of(found.about, clock.now())


def _found(text: str) -> Found | None:
    id_ = _id(text)
    return comments_with([id_]).get(id_) if id_ else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


COMMENT = SubjectKind(KIND, describe, judge, audience, says_whose=True)
