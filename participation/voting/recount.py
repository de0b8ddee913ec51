"""Votes, counted again: the rule card, the turnout, the ballots in the box and the winners."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from kernel.database import db
from participation.voting.models import BallotRow, CountedBallots, CountedCode, RollEntry, Vote
from participation.voting.queries import blank_ballots, election_of
from participation.voting.results import Result, result_of
from participation.voting.rules import rule_card
from participation.voting.services.preparing import card_of


def vote_faults() -> Iterable[str]:
    """A sentence for each vote whose stored numbers differ from a second count."""
    statement = select(Vote).options(selectinload(Vote.options)).order_by(Vote.id)
    for vote in db.session.scalars(statement).all():
        yield from (f"Abstimmung {vote.slug}: {fault}" for fault in _faults_of(vote))


def _faults_of(vote: Vote) -> Iterator[str]:
    if vote.card is not None and rule_card.fingerprint(vote.card) != vote.card_hash:
        yield "Die Regelkarte passt nicht zu ihrem Prüfwert."
    if vote.card is not None and rule_card.canonical(card_of(vote)) != vote.card:
        yield "Die Regelkarte sagt anderes, als für die Abstimmung gespeichert ist."
    if _marked(vote) != _in_the_box(vote):
        yield "Wählerliste und Stimmzettel sind verschieden viele."
    if not vote.source and len({vote.turnout, _sorted_ballots(vote), _codes(vote)}) > 1:
        yield "Die Zahl der gezählten Stimmzettel stimmt nicht."
    if vote.result is not None and _winners_again(vote) != Result.of_json(vote.result).winners:
        yield "Eine zweite Zählung hat ein anderes Ergebnis."


def _marked(vote: Vote) -> int:
    return _number(RollEntry, RollEntry.vote_id == vote.id, RollEntry.state == "online")


def _in_the_box(vote: Vote) -> int:
    return _number(BallotRow, BallotRow.vote_id == vote.id)


def _codes(vote: Vote) -> int:
    return _number(CountedCode, CountedCode.vote_id == vote.id)


def _sorted_ballots(vote: Vote) -> int:
    statement = select(func.sum(CountedBallots.count)).where(CountedBallots.vote_id == vote.id)
    return db.session.scalar(statement) or 0


def _number(table: type[RollEntry | BallotRow | CountedCode], *which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*which)) or 0


def _winners_again(vote: Vote) -> tuple[str, ...]:
    return result_of(vote, election_of(vote), blank_ballots(vote)).winners
