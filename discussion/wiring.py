"""Registers conversations at start."""

from flask import Flask

from accounts.drafts import port as drafts
from discussion.threads import api, kept, routes, search, verify
from discussion.threads.forms import CommentForm
from discussion.threads.listing import listing
from discussion.threads.subject import COMMENT
from kernel.subjects import register
from kernel.verify import check
from search_index import registry


def init_app(app: Flask) -> None:
    """Let every subject of the platform be talked about."""
    register(COMMENT)
    registry.register(search.SOURCE)
    registry.on_change(search.touched_about)
    check("threads", verify.recount)
    drafts.finish_with(kept.DRAFT, kept.send)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(api.blueprint)
    app.jinja_env.globals.update(comment_form=CommentForm, thread_listing=listing)
