"""Write first, register on sending: a visitor's comment waits for its author's account."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from accounts.drafts import port as drafts
from accounts.drafts.port import Sent
from discussion.threads.forms import CommentForm
from discussion.threads.queries.pages import reader_of
from discussion.threads.queries.views import anchor_of
from discussion.threads.services.posting import post_comment, rendered_comment
from discussion.threads.subject import address_of
from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.errors import NotPermitted
from kernel.i18n import _
from kernel.security import local_address
from kernel.subjects import Subject

DRAFT = "threads.new"


def ask_to_sign_in(
    form: CommentForm, subject: Subject, parent_id: UUID | None, return_address: str
) -> ResponseReturnValue:
    """Keep a comment that could be posted with an account, and lead to the sign-in; refusals come before."""
    text = form.text.data or ""
    rendered_comment(text)
    _reader, verdict = reader_of(ANONYMOUS, subject, clock.now())
    if not verdict:
        raise NotPermitted(verdict.reason)
    payload = {
        "text": text,
        "back": form.back.data,
        "subject": [subject.kind, subject.id],
        "parent": str(parent_id or ""),
    }
    return drafts.ask_to_sign_in(form=DRAFT, payload=payload, return_address=return_address)


def send(actor: Actor, payload: dict[str, Any]) -> Sent:
    """Post what was kept, in the transaction that ends the draft."""
    subject, parent = Subject(*payload["subject"]), payload["parent"]
    parent_id = UUID(parent) if parent else None
    comment_id = post_comment(
        actor=actor, subject=subject, text=payload["text"], parent_id=parent_id
    )
    return Sent(
        address=address_after(payload["back"], comment_id, parent_id),
        message=_("Ihr Beitrag ist veröffentlicht."),
    )


def address_after(back: str | None, comment_id: UUID, parent_id: UUID | None) -> str:
    """Where an author sees the new comment: on the page of the form, a reply in its branch."""
    page = local_address(back, "").partition("?")[0].partition("#")[0]
    if parent_id or not page:
        return address_of(comment_id)
    return f"{page}#{anchor_of(comment_id)}"
