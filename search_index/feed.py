"""A question as news for feed readers: the newest of what is found, each thing an entry.

Only days are known of what is found. An entry is as new as its day, or as the day since when its text is valid: minutes
come out weeks after their meeting. A day still to come, such as that of an announced vote, counts as today.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from uuid import NAMESPACE_OID, uuid5

from kernel.clock import BERLIN
from kernel.feeds import Entry
from search_index import service
from search_index.port import MAX_SIZE, Hit, Question, Sort
from search_index.reading import Reading
from search_index.wording import name_of_art

MOST = 50
#: stands for no day, and for days of which the time zone has no whole hours
LONG_AGO = date(1900, 1, 1)


def question_of(reading: Reading) -> Question:
    """What the page asks, without its pages; more than is told, for some of it may be withdrawn or come out late."""
    asked = reading.question
    return replace(asked, facets=(), page=1, size=MAX_SIZE, sort=Sort.NEWEST)


def entries_of(hits: Iterable[Hit]) -> list[Entry]:
    """The newest of the hits, newest first."""
    today = service.today()
    entries = [_entry(hit, today) for hit in hits]
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)[:MOST]


def _entry(hit: Hit, today: date) -> Entry:
    known = max(hit.date or LONG_AGO, hit.valid_from or LONG_AGO, LONG_AGO)
    moment = datetime.combine(min(known, today), time(), BERLIN)
    snippet = hit.snippet.text if hit.snippet.text != hit.title else ""
    return Entry(
        # minutes have the id of their meeting, and both may be told here
        id=uuid5(NAMESPACE_OID, str(hit.subject)),
        title=_titled(name_of_art(hit.art), hit.title),
        address=hit.url,
        published=moment,
        updated=moment,
        summary=" · ".join(filter(None, (hit.parent or hit.section, hit.status, snippet))),
    )


def _titled(art: str, title: str) -> str:
    """Readers of feeds see no kinds; minutes say theirs already."""
    return title if title.startswith(f"{art}: ") else f"{art}: {title}"
