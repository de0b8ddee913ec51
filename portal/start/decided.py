"""What was decided, for the start page: the city's own votes, then earlier decisions of other bodies."""

from dataclasses import dataclass
from datetime import date, datetime

from kernel.clock import BERLIN
from kernel.i18n import _
from participation.voting.models import Vote
from participation.voting.queries import address_of, published_votes
from search_index.archive.models import ArchiveRecord
from search_index.archive.queries import latest_decisions


@dataclass(frozen=True, slots=True)
class Decided:
    """One line: what it is, where it stands, on which day it was decided."""

    word: str
    title: str
    url: str
    on: date


def lately_decided(limit: int) -> list[Decided]:
    """The latest results of votes; the archive fills the rest. In order of their days; two statements, all public."""
    votes, records = published_votes(limit), latest_decisions(limit)
    results = [_result(vote, vote.published_at) for vote in votes if vote.published_at]
    earlier = [_record(one, one.decided_on) for one in records if one.decided_on]
    return sorted([*results, *earlier][:limit], key=lambda one: one.on, reverse=True)


def _result(vote: Vote, at: datetime) -> Decided:
    day = at.astimezone(BERLIN).date()
    return Decided(_("Ergebnis"), vote.title, f"{address_of(vote)}ergebnis", day)


def _record(record: ArchiveRecord, on: date) -> Decided:
    return Decided(record.section or _("Archiv"), record.title, record.address, on)
