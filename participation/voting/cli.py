"""`flask votes`: read real elections in, count again, write them out."""

import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from kernel.actors import SYSTEM
from kernel.errors import Refusal
from participation.voting import exports, queries, services, vault
from participation.voting.models import Vote
from participation.voting.results import outcome_of
from participation.voting.rules.counting import RULES
from participation.voting.rules.equal_shares import TooManyRuns
from participation.voting.rules.explanations import explanation_texts
from participation.voting.rules.money import Currency
from participation.voting.rules.outcome import Outcome
from participation.voting.rules.pabulib import BadPabulib
from participation.voting.rules.pabulib_reading import MOST_BYTES, read_pabulib

votes = AppGroup("votes", help="Abstimmungen einlesen, zählen, ausgeben.")
WRONG_INPUT = 2


def fail(message: str) -> NoReturn:
    """Say what is wrong and end with exit code 2."""
    click.echo(message, err=True)
    raise SystemExit(WRONG_INPUT)


@votes.command(
    "import-pabulib", help="Eine Wahl aus einer .pb-Datei einlesen, ganz oder gar nicht."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", help="Adresse der Abstimmung; sonst aus dem Dateinamen.")
@click.option("--rule", default="equal-shares", type=click.Choice(sorted(RULES)))
@click.option("--step", default=1, type=click.IntRange(min=1), help="Schritt je Person.")
def import_pabulib(file: Path, slug: str | None, rule: str, step: int) -> None:
    """Read an election from a .pb file; nothing is stored if anything is wrong."""
    try:
        election = read_pabulib(_bytes_of(file))
        vote = services.import_election(
            actor=SYSTEM,
            file=election,
            slug=slug or slug_of(file),
            rule=rule,
            step=step,
            source=file.name,
        )
    except BadPabulib as error:
        fail(f"{file.name}: {error}")
    except Refusal as refusal:
        fail(refusal.message)
    click.echo(f"/abstimmungen/{vote.slug}/ergebnis")


@votes.command("count", help="Eine beendete Abstimmung nachzählen und das Ergebnis zeigen.")
@click.argument("slug")
@click.option("--rule", type=click.Choice(sorted(RULES)), help="Sonst die Regel der Abstimmung.")
@click.option("--step", type=click.IntRange(min=1), help="Schritt je Person in der Währung.")
@click.option("--json", "as_json", is_flag=True)
def count_again(slug: str, rule: str | None, step: int | None, as_json: bool) -> None:  # noqa: FBT001
    """Count a closed vote again and show the result."""
    vote = counted_vote(slug)
    election = queries.election_of(vote)
    try:
        outcome = outcome_of(vote, election, rule or "", step * vote.per_unit if step else None)
    except TooManyRuns:
        fail("Der Schritt ist zu klein: Die Zählung bräuchte zu viele Durchgänge.")
    texts = explanation_texts(election, outcome, Currency(vote.currency, vote.per_unit))
    answer = summary_of(vote, outcome, texts)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else _lines(answer))


@votes.command("export", help="Eine gezählte Abstimmung in eine Datei schreiben.")
@click.argument("slug")
@click.option("--format", "kind", required=True, type=click.Choice(["pabulib"]))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(slug: str, kind: str, file: Path) -> None:  # noqa: ARG001 - one format so far
    """Write a counted vote to a file."""
    vote = counted_vote(slug)
    if not exports.may_publish(vote):
        fail("Zu wenige oder zu viele einmalige Stimmzettel: Sie könnten Personen verraten.")
    try:
        file.write_text(exports.as_pabulib(vote), encoding="utf-8")
    except OSError as error:
        fail(f"{file} kann nicht geschrieben werden: {error.strerror}.")


@votes.command(
    "key-enter",
    help="Eine wiederhergestellte Abstimmung fortsetzen: Schlüssel (hexadezimal) von der Standardeingabe.",
)
@click.argument("slug")
def key_enter(slug: str) -> None:
    """Let a restored instance go on with an open vote: reads the kept key (hexadecimal) from standard input."""
    vote = next((vote for vote in queries.votes_in_the_box() if vote.slug == slug), None)
    if vote is None:
        fail(f"Es gibt keine offene Abstimmung „{slug}“.")
    if vault.exists(vote.id):
        fail("Der Schlüssel dieser Abstimmung ist schon da.")
    try:
        vault.enter(vote.id, bytes.fromhex(sys.stdin.readline().strip()))
    except ValueError:
        fail("Das ist kein Schlüssel: 64 Zeichen aus 0–9 und a–f.")
    click.echo("Der Schlüssel ist eingetragen. Die Abstimmung geht weiter.")


def counted_vote(slug: str) -> Vote:
    """A vote whose result is public; otherwise exit code 2."""
    vote = queries.published_vote(slug)
    if vote is None:
        fail(f"Es gibt keine veröffentlichte Abstimmung „{slug}“.")
    return vote


def summary_of(vote: Vote, outcome: Outcome, texts: dict[str, str]) -> dict[str, object]:
    """The JSON of `flask votes count`; amounts in units of the vote's currency."""
    share = outcome.voter_budget
    return {
        "rule": outcome.rule,
        "selected": list(outcome.winners),
        "cost": in_currency(vote, outcome.spent),
        "budget": in_currency(vote, outcome.budget_cents),
        "voter_budget": str(share / vote.per_unit) if share is not None else None,
        "explanations": texts,
    }


def in_currency(vote: Vote, amount: int) -> int | float:
    """Whole units where possible."""
    exact = Fraction(amount, vote.per_unit)
    return int(exact) if exact.denominator == 1 else float(exact)


def slug_of(file: Path) -> str:
    """An address from a file name: lower case, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "wahl"


def _bytes_of(file: Path) -> bytes:
    """At most one byte more than may be read: a huge file is refused without being loaded."""
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _lines(answer: dict[str, object]) -> str:
    chosen = answer["selected"]
    names = ", ".join(chosen) if isinstance(chosen, list) else ""
    return f"Regel: {answer['rule']}\nGewählt: {names}\nKosten: {answer['cost']} von {answer['budget']}"
