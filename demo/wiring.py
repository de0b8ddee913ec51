"""Registers the demo at start: its commands, its people, its page and, in a demo, its content."""

from functools import partial

from flask import Flask

from accounts.people import demo_people as one_click
from demo import accounts, cli
from demo.members import routes, stage
from kernel import serving
from kernel.app import settings_of
from kernel.live.beside import regularly


def init_app(app: Flask) -> None:
    """Let an instance be filled by a command, a demo by starting it."""
    app.cli.add_command(cli.demo)
    app.cli.add_command(cli.init)
    settings = settings_of(app)
    app.register_blueprint(routes.blueprint)
    app.context_processor(lambda: {"demo_switch": routes.address(settings)})
    if settings.one_click_demo:
        regularly(stage.look)
    if settings.demo:
        one_click.provide(partial(accounts.demo_people, settings))
    if settings.demo and not settings.testing:
        serving.at_start(cli.at_start)
