"""What was decided, for the start page: votes, resolutions and minutes of round tables, then earlier decisions."""

from dataclasses import dataclass
from datetime import date, datetime

from kernel.clock import BERLIN
from kernel.i18n import _
from participation.voting.models import Vote
from participation.voting.queries import address_of, published_votes
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.resolution_queries import lately_released
from roundtable.minutes.reading.queries import Fresh, lately_published
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
    """The latest results of votes and round tables; the archive fills the rest.

    In order of their days; four statements, all public.
    """
    votes, records = published_votes(limit), latest_decisions(limit)
    results = [_result(vote, vote.published_at) for vote in votes if vote.published_at]
    results += [_resolution(one) for one in lately_released(limit)]
    results += [_minutes(one) for one in lately_published(limit)]
    results.sort(key=lambda one: one.on, reverse=True)
    earlier = [_record(one, one.decided_on) for one in records if one.decided_on]
    return sorted([*results, *earlier][:limit], key=lambda one: one.on, reverse=True)


def _result(vote: Vote, at: datetime) -> Decided:
    day = at.astimezone(BERLIN).date()
    return Decided(_("Ergebnis"), vote.title, f"{address_of(vote)}ergebnis", day)


def _resolution(one: Resolution) -> Decided:
    day = one.decided_at.astimezone(BERLIN).date()
    return Decided(_("Beschluss %(number)s", number=one.number), one.title, one.address, day)


def _minutes(one: Fresh) -> Decided:
    day = one.at.astimezone(BERLIN).date()
    return Decided(
        _("Protokoll %(number)s", number=one.meeting.number), one.meeting.title, one.url, day
    )


def _record(record: ArchiveRecord, on: date) -> Decided:
    return Decided(record.section or _("Archiv"), record.title, record.address, on)
