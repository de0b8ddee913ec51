"""What waits around proposals, for the page "Heute": answers the office owes, signatures it was asked for."""

from collections.abc import Iterable
from datetime import timedelta

from kernel import clock
from kernel.actors import Actor
from kernel.i18n import _, plural
from kernel.waiting import Waiting
from participation.consultations.models.formats import Format
from participation.consultations.queries.answers import answers_to_cosign, owed_by_format
from participation.consultations.rules.waiting import answer_owed_since


def answers_waiting(actor: Actor) -> Iterable[Waiting]:
    """One line a format with owed answers, and one for all signatures."""
    if not actor.signed_in:
        return []
    return [*_answers(actor), *_signatures(actor)]


def _answers(actor: Actor) -> Iterable[Waiting]:
    for format_, number, reached_at in owed_by_format(actor):
        since = answer_owed_since(
            format_.phases, clock.now(), answered_at=None, threshold_reached_at=reached_at
        )
        if since:
            yield Waiting(
                _text(format_, number),
                f"/verwaltung/antworten/{format_.slug}/",
                since=since,
                until=since + timedelta(days=format_.answer_days),
            )


def _text(format_: Format, number: int) -> str:
    what = plural("%(num)d Vorschlag beantworten", "%(num)d Vorschläge beantworten", number)
    return _("%(what)s (%(title)s)", what=what, title=format_.title)


def _signatures(actor: Actor) -> Iterable[Waiting]:
    answers = answers_to_cosign(actor)
    if answers:
        what = plural("%(num)d Antwort mitzeichnen", "%(num)d Antworten mitzeichnen", len(answers))
        yield Waiting(what, "/verwaltung/mitzeichnen/", since=answers[0].drafted_at)
