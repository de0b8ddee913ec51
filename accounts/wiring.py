"""Registers people and sessions at start."""

from flask import Flask

from accounts.people.audiences import tokens_of_roles
from accounts.sessions import handlers
from accounts.sessions.actors import load_actor
from kernel.actors import provide_tokens
from kernel.app import load_actors_with

HANDLERS = handlers  # imported, so that they listen


def init_app(app: Flask) -> None:
    """Let requests have a person behind them."""
    load_actors_with(app, load_actor)
    provide_tokens(tokens_of_roles)
