"""Reading drafts: only their author, or the holder of a token nobody has claimed."""

from typing import Any
from uuid import UUID

from accounts.drafts.models import Draft
from kernel import clock, kept
from kernel.actors import Actor
from kernel.database import db
from kernel.secret_marks import hash_of


def draft_for(actor: Actor, form: str, token: str) -> Draft | None:
    """The kept draft behind a token, if it is of this form, in time, and not another person's."""
    kept.make_for_each()
    draft = db.session.get(Draft, hash_of(token))
    if draft is None or draft.form != form or draft.expires_at <= clock.now():
        return None
    return draft if draft.person_id in {None, actor.person_id} else None


def saved_payload(actor: Actor, form: str, subject: str) -> dict[str, Any] | None:
    """The text this person saved for the form and subject."""
    if actor.person_id is None:
        return None
    kept.make_for_each()
    draft = db.session.get(Draft, key_of_person(actor.person_id, form, subject))
    return draft.payload if draft and draft.expires_at > clock.now() else None


def key_of_person(person_id: UUID, form: str, subject: str) -> str:
    """The key of a person's one draft for a form and subject."""
    return hash_of(str(person_id), form, subject)
