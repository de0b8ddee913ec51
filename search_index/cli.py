"""`flask search`: build the index, ask it."""

import json

import click
from flask.cli import AppGroup

from kernel.actors import ANONYMOUS, Actor, actor_of
from kernel.errors import NotFound
from search_index import projector, service
from search_index.hit_json import hit_json
from search_index.port import Question

search = AppGroup("search", help="Die Suche: aufbauen und fragen.")


@search.command("rebuild", help="Den Index neu aufbauen; so lange antwortet der alte.")
def rebuild() -> None:
    """Build the whole index anew; questions meet the old one until it is ready."""
    click.echo(f"{projector.rebuild(service.index())} Dokumente im Index.")


@search.command("query", help="Zeigen, was jemand findet.")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True)
@click.option("--as", "email", help="Fragen als diese Person; sonst als Besucher.")
def query(text: str, as_json: bool, email: str | None) -> None:  # noqa: FBT001
    """Show what somebody finds."""
    hits = service.find(_actor(email), Question(text=text)).hits
    if as_json:
        click.echo(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=2))
        return
    for hit in hits:
        click.echo(f"{hit.score:8.2f}  {hit.art}: {hit.title}  {hit.url}")


def _actor(email: str | None) -> Actor:
    if email is None:
        return ANONYMOUS
    try:
        return actor_of(email)
    except NotFound as error:
        raise click.ClickException(f"Es gibt kein Konto mit der Adresse {email}.") from error
