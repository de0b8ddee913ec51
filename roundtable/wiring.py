"""Registers the rooms of the round table at start."""

from flask import Flask

from kernel import actors, subjects
from roundtable.meetings import search as meeting_search
from roundtable.meetings import subject as meeting_subject
from roundtable.tables.seating import tokens_of_seats
from search_index import registry


def init_app(_app: Flask) -> None:
    """Make tables known to those who sit there, and meetings to everybody."""
    actors.provide_tokens(tokens_of_seats)
    subjects.register(meeting_subject.MEETING)
    registry.register(meeting_search.SOURCE)
