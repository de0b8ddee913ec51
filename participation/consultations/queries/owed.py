"""What the office owes the public, for the page "Heute"."""

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import Row, func, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.i18n import _
from kernel.waiting import Waiting
from participation.consultations.models.formats import Format, Phase, State
from participation.consultations.models.results import FormatResult
from participation.consultations.queries.formats import in_office_of
from participation.consultations.rules.phases import ALLOWED
from participation.consultations.rules.waiting import result_owed_since


def owed_results(actor: Actor) -> list[Waiting]:
    """Formats in the actor's office scope whose result is missing, in one statement."""
    if not actor.has_somewhere("administration"):
        return []
    by_format = groupby(_phases_with_last_result(actor), key=lambda row: (row.slug, row.title))
    found = [_waiting(slug, title, list(rows)) for (slug, title), rows in by_format]
    return [line for line in found if line]


def _waiting(slug: str, title: str, phases: list[Row[tuple[object, ...]]]) -> Waiting | None:
    since = result_owed_since(phases, clock.now(), last_result_at=phases[0].last_result_at)
    if since is None:
        return None
    text = _("Ergebnis veröffentlichen (%(title)s)", title=title)
    return Waiting(text, f"/verwaltung/formate/{slug}/ergebnis", since=since)


def _phases_with_last_result(actor: Actor) -> Iterable[Row[tuple[object, ...]]]:
    last = (
        select(func.max(FormatResult.published_at))
        .where(FormatResult.format_id == Format.id)
        .scalar_subquery()
    )
    statement = (
        select(
            Format.slug,
            Format.title,
            Phase.type,
            Phase.starts_at,
            Phase.ends_at,
            last.label("last_result_at"),
        )
        .join(Phase, Phase.format_id == Format.id)
        .where(
            Format.state == State.VEROEFFENTLICHT,
            Phase.type.in_(list(ALLOWED)),
            in_office_of(actor, "administration"),
        )
        .order_by(Format.slug)
    )
    return db.session.execute(statement)
