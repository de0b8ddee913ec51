"""Weg dieses Vorschlags: from the first word over answers and votes to what became of it, as the reader may see it."""

from collections.abc import Sequence

from kernel.actors import Actor
from kernel.i18n import _
from kernel.links import way_of
from kernel.subjects import Card, icon_of
from kernel.way import Stop
from participation.consultations.models.answers import Answer, Outcome
from participation.consultations.models.proposals import Proposal
from participation.consultations.proposal_wording import STATUSES
from participation.consultations.queries.formats import address_of as address_of_format


def way(
    actor: Actor, proposal: Proposal, answers: Sequence[Answer], outcomes: Sequence[Outcome]
) -> list[Stop]:
    """All stations by date: those of the proposal itself, and what it is linked with."""
    own = [_begun(proposal), *_threshold(proposal), *map(_answered, answers), *_end(proposal)]
    linked = [
        _linked(station.card)
        for station in way_of(actor, proposal.subject)
        if station.card.subject != proposal.subject
    ]
    return sorted([*own, *linked, *map(_voted, outcomes)], key=_date)


def _begun(proposal: Proposal) -> Stop:
    format_ = proposal.format
    return Stop(
        _("Vorschlag"),
        _("Vorgeschlagen in „%(format)s“", format=format_.title),
        proposal.created_at,
        "speech",
        url=address_of_format(format_),
    )


def _threshold(proposal: Proposal) -> list[Stop]:
    if proposal.threshold_reached_at is None:
        return []
    title = _("Genug Unterstützung: Das Amt muss antworten")
    return [Stop(_("Unterstützung"), title, proposal.threshold_reached_at, "people")]


def _answered(answer: Answer) -> Stop:
    word = str(STATUSES[answer.status])
    title = word[:1].upper() + word[1:]
    return Stop(_("Antwort"), title, answer.published_at, "document", url=f"#antwort-{answer.id}")


def _voted(outcome: Outcome) -> Stop:
    title = _("Gewählt") if outcome.chosen else _("Nicht gewählt")
    return Stop(_("Ergebnis"), title, outcome.at, "check" if outcome.chosen else "cross")


def _end(proposal: Proposal) -> list[Stop]:
    if proposal.withdrawn_at is None:
        return []
    return [Stop(_("Ende"), _("Zurückgezogen"), proposal.withdrawn_at, "cross")]


def _linked(card: Card) -> Stop:
    icon = icon_of(card.subject)
    return Stop(card.word, card.title, card.at, icon, url=card.url, text=card.status)


def _date(stop: Stop) -> tuple[bool, float]:
    return (stop.at is None, stop.at.timestamp() if stop.at else 0)
