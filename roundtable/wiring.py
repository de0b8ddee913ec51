"""Registers the rooms of the round table at start."""

from flask import Flask

from kernel import actors
from roundtable.tables.seating import tokens_of_seats


def init_app(_app: Flask) -> None:
    """Make tables known to those who sit there."""
    actors.provide_tokens(tokens_of_seats)
