"""Commands that fill an instance: `flask demo` with invented life, `flask init` with nothing but the city's lists."""

import json
import time
from functools import partial

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from demo.accounts import demo_accounts, demo_people, password_of
from demo.members.switch import may_switch
from demo.seeding.city import write_lists
from demo.seeding.seed import seed
from kernel.actors import SYSTEM
from kernel.app import settings_of
from kernel.database import db
from kernel.settings import Settings
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules.states import State as MeetingState
from search_index import projector, service

#: whom a visitor may be in the running meeting
AT_THE_TABLE = (
    ("Sie leiten", "derya"),
    ("Sie schreiben Protokoll", "nele"),
    ("Sie sind Mitglied", "tobias"),
)


@click.group(
    invoke_without_command=True, help="Die Demo-Inhalte schreiben; ein zweites Mal ändert nichts."
)
@click.pass_context
@with_appcontext
def demo(context: click.Context) -> None:
    """Write the demo content into this instance; a second time changes nothing."""
    if context.invoked_subcommand:
        return
    _ensure_trial(settings_of(current_app))
    upgrade()
    fresh = fill()
    click.echo("Die Demo ist eingerichtet." if fresh else "Die Demo war schon eingerichtet.")


@demo.command(
    "accounts", help="Die Leute der Demo: Rolle, Mail, Passwort, Adresse für einen Klick."
)
@click.option("--json", "as_json", is_flag=True, help="Eine Liste für Programme.")
@with_appcontext
def accounts(as_json: bool) -> None:  # noqa: FBT001
    """Show the demo people: role, e-mail, password, one-click address."""
    settings = settings_of(current_app)
    _ensure_trial(settings)
    if as_json:
        found = [account.as_json() for account in demo_accounts(settings)]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show_accounts()


@click.command(help="Eine leere Instanz vorbereiten: Tabellen, Bezirke, Handlungsfelder.")
@with_appcontext
def init() -> None:
    """Prepare an empty instance: the schema, the districts and the fields of the strategy."""
    upgrade()
    write_lists(actor=SYSTEM)
    click.echo("Die Plattform ist bereit und leer. Das erste Konto der Verwaltung legen Sie so an:")
    click.echo("flask accounts create ADRESSE --role administration --password-stdin")


def fill() -> bool:
    """Write what is missing of the demo and make it findable; whether anything was missing."""
    began, settings = time.monotonic(), settings_of(current_app)
    fresh = seed(actor=SYSTEM, password_of=partial(password_of, settings))
    settings.mark_as_demo()
    if fresh:
        projector.rebuild(service.index())
        click.echo(f"Demo-Inhalte geschrieben in {time.monotonic() - began:.0f} Sekunden.")
    return fresh


def show_accounts() -> None:
    """A short table of who can be tried."""
    for person in demo_people(settings_of(current_app)):
        click.echo(f"  {person.role:<25} {person.email:<38} {person.password}")


def at_start() -> None:
    """Before the first request of a demo: write it, and say who can be tried."""
    click.echo("Demo wird eingerichtet. Beim ersten Mal dauert das einen Augenblick.")
    fill()
    click.echo("Konten der Demo (mit einem Klick unter /anmelden):")
    show_accounts()
    show_where_to_look()


def show_where_to_look() -> None:
    """The start page, and the meeting that runs just now with who to be there; nothing of it once it is closed."""
    settings = settings_of(current_app)
    home = settings.public_url
    click.echo(f"Startseite: {home}/")
    running = select(Meeting).where(Meeting.state == MeetingState.LAUFEND)
    meeting = db.session.scalar(running.order_by(Meeting.starts_at).limit(1))
    if meeting is None:
        return
    address = f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/live"
    click.echo(f"Sitzung, die gerade läuft: {home}{address}")
    for role, key in AT_THE_TABLE:
        click.echo(f"  {role:<25} {home}/anmelden/als/{key}")
    if may_switch(settings):
        click.echo(
            f"Beispiel-Mitglieder reden und schreiben mit: an und aus unter {home}/demo/mitglieder"
        )


def _ensure_trial(settings: Settings) -> None:
    """The demo's people are no real administration."""
    if not (settings.demo or settings.testing):
        raise click.UsageError(
            "Dies ist keine Demo. Eine neue entsteht in einem leeren Ordner: INSTANCE=demo flask demo"
        )
