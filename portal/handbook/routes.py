"""The handbook, open to everybody."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access
from kernel.errors import NotFound
from portal.handbook.chapters import chapters

handbook = Blueprint("handbook", __name__, url_prefix="/hilfe")


@handbook.get("/<slug>")
@access(PUBLIC)
def show(slug: str) -> ResponseReturnValue:
    """One chapter; the others are listed below it."""
    chapter = chapters().get(slug)
    if chapter is None:
        raise NotFound
    others = [one for one in chapters().values() if one is not chapter]
    return render_template("portal/handbook.html", chapter=chapter, others=others)
