"""What waits around proposals, for the page "Heute": answers the office owes, drafts and signatures."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kernel import clock
from kernel.actors import Actor
from kernel.i18n import _, plural
from kernel.waiting import Waiting
from participation.consultations.models.answers import AnswerState
from participation.consultations.models.formats import Format
from participation.consultations.queries.answers import (
    answers_to_cosign,
    owed_by_format,
    underway_by_format,
)
from participation.consultations.rules.waiting import answer_owed_since, answers_end


def answers_waiting(actor: Actor) -> Iterable[Waiting]:
    """One line a format with owed answers, one for each step of answers underway, and one for all signatures."""
    if not actor.signed_in:
        return []
    return [*_answers(actor), *_underway(actor), *_signatures(actor)]


def _answers(actor: Actor) -> Iterable[Waiting]:
    """Where proposals are still collected, only those that met the threshold are owed an answer."""
    at = clock.now()
    for format_, number, reached, reached_at in owed_by_format(actor):
        over = answer_owed_since(format_.phases, at, answered_at=None)
        since = min((moment for moment in (over, reached_at) if moment), default=None)
        if since:
            what = plural(
                "%(num)d Vorschlag beantworten",
                "%(num)d Vorschläge beantworten",
                number if over else reached,
            )
            yield Waiting(
                _text(format_, what), _desk(format_), since=since, until=_due(format_, since, at)
            )


def _underway(actor: Actor) -> Iterable[Waiting]:
    """A draft waits for its second person, so the office hears of it once the answer itself is owed."""
    for format_, state, number, since in underway_by_format(actor):
        if state is AnswerState.MITGEZEICHNET:
            what = plural(
                "%(num)d Antwort veröffentlichen", "%(num)d Antworten veröffentlichen", number
            )
            yield Waiting(_text(format_, what), f"{_desk(format_)}veroeffentlichen", since=since)
        elif state is AnswerState.ZURUECKGEGEBEN:
            what = plural(
                "%(num)d zurückgegebene Antwort überarbeiten",
                "%(num)d zurückgegebene Antworten überarbeiten",
                number,
            )
            yield Waiting(_text(format_, what), _desk(format_), since=since)
        elif answer_owed_since(format_.phases, clock.now(), answered_at=None):
            what = plural(
                "%(num)d Antwort wartet auf Mitzeichnung",
                "%(num)d Antworten warten auf Mitzeichnung",
                number,
            )
            yield Waiting(_text(format_, what), _desk(format_), since=since)


def _text(format_: Format, what: str) -> str:
    return _("%(what)s (%(title)s)", what=what, title=format_.title)


def _desk(format_: Format) -> str:
    return f"/verwaltung/antworten/{format_.slug}/"


def _due(format_: Format, since: datetime, at: datetime) -> datetime:
    """The answer clock, or what the phases promise in public where that comes first."""
    clock_ends = since + timedelta(days=format_.answer_days)
    promised = answers_end(format_.phases, at)
    return min(clock_ends, promised) if promised else clock_ends


def _signatures(actor: Actor) -> Iterable[Waiting]:
    answers = answers_to_cosign(actor)
    if answers:
        what = plural("%(num)d Antwort mitzeichnen", "%(num)d Antworten mitzeichnen", len(answers))
        yield Waiting(what, "/verwaltung/mitzeichnen/", since=answers[0].drafted_at)
