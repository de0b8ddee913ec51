"""Comments for programs: `POST /api/v1/threads/{id}/comments`."""

from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from discussion.threads.payloads import NewComment
from discussion.threads.queries.comments import thread_subject
from discussion.threads.services.posting import post_comment
from discussion.threads.subject import address_of
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotFound
from kernel.payloads import payload_of
from kernel.subjects import Subject

blueprint = Blueprint("threads_api", __name__, url_prefix="/api/v1/threads")


@blueprint.post("/<thread>/comments")
@access(SIGNED_IN)
def post(thread: str) -> ResponseReturnValue:
    """Post a comment; the thread is named by its id, or by its subject (`proposal:<id>`) before anybody spoke."""
    sent = payload_of(NewComment)
    comment_id = post_comment(
        actor=actor(),
        subject=_subject_of(thread),
        text=sent.text,
        parent_id=sent.parent,
        key=request.headers.get("Idempotency-Key"),
    )
    address = address_of(comment_id)
    return jsonify(id=str(comment_id), url=address), 201, {"Location": address}


def _subject_of(thread: str) -> Subject:
    kind, colon, id_ = thread.partition(":")
    if colon:
        return Subject(kind, id_)
    try:
        return thread_subject(UUID(thread))
    except ValueError as error:
        raise NotFound from error
