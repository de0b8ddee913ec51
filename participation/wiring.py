"""Registers the rooms of participation at start."""

from flask import Flask

from kernel import actors, navigation, subjects
from kernel.i18n import lazy
from participation.consultations import subject
from participation.consultations.membership import tokens_of_memberships
from participation.consultations.routes import formats, office_formats


def init_app(app: Flask) -> None:
    """Make subjects, audiences and pages of participation known."""
    subjects.register(subject.FORMAT)
    actors.provide_tokens(tokens_of_memberships)
    for pages in (formats, office_formats):
        app.register_blueprint(pages.blueprint)
    navigation.add(10, lazy("Beteiligung"), "formats.register_page")
