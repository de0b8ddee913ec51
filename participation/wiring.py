"""Registers the rooms of participation at start."""

from flask import Flask

from kernel import actors, subjects
from participation.consultations import subject
from participation.consultations.membership import tokens_of_memberships


def init_app(app: Flask) -> None:  # noqa: ARG001 - pages follow
    """Make subjects, audiences and pages of participation known."""
    subjects.register(subject.FORMAT)
    actors.provide_tokens(tokens_of_memberships)
