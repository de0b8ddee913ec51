"""A result as files: CSV for spreadsheets, Pabulib for recounting."""

import csv
import io
from datetime import timedelta

from kernel.csv_cells import neutralised
from kernel.i18n import BERLIN
from participation.voting.models import Vote
from participation.voting.queries import election_of, pattern_sizes
from participation.voting.results import Result
from participation.voting.rules.ballots import BallotKind
from participation.voting.rules.fingerprints import may_publish_ballots
from participation.voting.rules.pabulib_writing import Counted, to_pabulib, write_pabulib

COLUMNS = (
    "schluessel",
    "angebot",
    "kosten",
    "stimmen",
    "wirksame_unterstuetzung_prozent",
    "gewaehlt",
    "gewaehlt_nach_stimmen",
    "begruendung",
)

#: a vote ends before its last instant
MOMENT = timedelta(microseconds=1)


def as_csv(vote: Vote, result: Result) -> str:
    """One row an option, as on the result page (RFC 4180, UTF-8 with mark, formulas neutralised)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for option in result.options:
        cells = [
            option.key,
            option.title,
            vote.plain_amount(option.cost_cents),
            option.votes,
            "" if option.support is None else option.support,
            _yes(chosen=option.chosen),
            _yes(chosen=option.chosen_beside),
            option.explanation,
        ]
        writer.writerow([neutralised(cell) for cell in cells])
    return "\ufeff" + text.getvalue()


def may_publish(vote: Vote) -> bool:
    """Whether the ballots of this vote can be shown one by one without identifying people."""
    return may_publish_ballots(pattern_sizes(vote))


def as_pabulib(vote: Vote) -> str:
    """The counted ballots in the Pabulib format, sorted and numbered anew, without any person's traits."""
    counted = Counted(vote.rule, Result.of_json(vote.result or {}).winners, vote.per_unit)
    about = vote.source_about or _about_ours(vote)
    kind = BallotKind(vote.ballot_type)
    return write_pabulib(to_pabulib(election_of(vote), counted, kind, about))


def _about_ours(vote: Vote) -> dict[str, str]:
    first, last = (at.astimezone(BERLIN) for at in (vote.opens_at, vote.closes_at - MOMENT))
    return {
        "description": vote.title,
        "country": "Germany",
        "unit": "Hamburg",
        "instance": str(last.year),
        "date_begin": first.strftime("%d.%m.%Y"),
        "date_end": last.strftime("%d.%m.%Y"),
        "language": "de",
        "currency": vote.currency,
    }


def _yes(*, chosen: bool) -> str:
    return "ja" if chosen else "nein"
