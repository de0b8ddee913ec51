"""The migrations lead to the schema that the models describe, on both databases."""

from flask import Flask
from flask_migrate import check


def test_the_migrations_and_the_models_agree(app: Flask) -> None:
    with app.app_context():
        check()
