"""Registers conversations at start."""

from flask import Flask

from accounts.drafts import port as drafts
from discussion.threads import api, events, kept, live, routes, search, verify
from discussion.threads.forms import CommentForm
from discussion.threads.listing import listing
from discussion.threads.queries.telling import subject_of_room, told_of_comments
from discussion.threads.subject import COMMENT
from kernel.live import rooms
from kernel.live.rooms import RoomKind
from kernel.subjects import register
from kernel.verify import check
from search_index import registry

DEEDS = (live.say,)  # imported, so that sockets know them


def init_app(app: Flask) -> None:
    """Let every subject of the platform be talked about."""
    register(COMMENT)
    rooms.register(RoomKind("thread", subject_of_room, told_of_comments))
    rooms.changes_no_right(*events.KINDS)
    registry.register(search.SOURCE)
    registry.on_change(search.touched_about)
    check("threads", verify.recount)
    drafts.finish_with(kept.DRAFT, kept.send)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(api.blueprint)
    app.jinja_env.globals.update(comment_form=CommentForm, thread_listing=listing)
