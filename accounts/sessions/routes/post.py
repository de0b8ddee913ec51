"""The demo's mailbox: shows what would have been sent, so that a visitor can click the sign-in link."""

import re

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access
from kernel.app import settings_of
from kernel.errors import NotFound
from kernel.mail import latest_mails

MOST = 50
blueprint = Blueprint("post", __name__)


@blueprint.get("/verwaltung/post/")
@access(PUBLIC)
def show() -> ResponseReturnValue:
    """The latest mails; only in a demo on this machine, absent everywhere else."""
    settings = settings_of(current_app)
    if not settings.one_click_demo:
        raise NotFound
    rows = [(mail, link_in(mail.text, settings.public_url)) for mail in latest_mails(MOST)]
    return render_template("accounts/post.html", mails=rows)


def link_in(text: str, public_url: str) -> str:
    """The first address of our own site in a mail, without the host; empty where there is none."""
    found = re.search(re.escape(public_url) + r"(/\S*)", text)
    return found[1] if found else ""
