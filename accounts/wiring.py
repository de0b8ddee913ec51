"""Registers people, drafts and sessions at start."""

from flask import Flask

from accounts.drafts.services import delete_expired
from accounts.drafts.unsent import keep_unsent, kept_fields
from accounts.people import passwords
from accounts.people import routes as people
from accounts.people.audiences import tokens_of_roles
from accounts.people.queries import actor_of
from accounts.sessions import handlers
from accounts.sessions.actors import load_actor
from accounts.sessions.cli import accounts
from accounts.sessions.live import QUIET, Sessions
from accounts.sessions.routes import account, office, post, sign_in
from accounts.sessions.services.sessions import delete_ended
from kernel import jobs
from kernel.actors import provide_tokens, resolve_with
from kernel.app import load_actors_with, settings_of
from kernel.error_pages import keep_unsent_with
from kernel.forms import fill_from
from kernel.live.people import let_in_with
from kernel.live.rooms import changes_no_right

HANDLERS = handlers  # imported, so that they listen
PAGES = (sign_in, account, office, post, people)
HOUR_S = 3_600


def init_app(app: Flask) -> None:
    """Let requests have a person behind them, and people look after their accounts."""
    settings = settings_of(app)
    passwords.use_cost(rounds=settings.password_rounds, memory_kib=settings.password_memory_kib)
    load_actors_with(app, load_actor)
    provide_tokens(tokens_of_roles)
    resolve_with(actor_of)
    let_in_with(Sessions())
    changes_no_right(*QUIET)
    keep_unsent_with(keep_unsent)
    fill_from(kept_fields)
    for pages in PAGES:
        app.register_blueprint(pages.blueprint)
    app.cli.add_command(accounts)
    jobs.every(HOUR_S, "drafts", delete_expired)
    jobs.every(HOUR_S, "sign-ins", delete_ended)
