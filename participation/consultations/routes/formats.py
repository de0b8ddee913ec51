"""Public pages: the register of formats, and a format."""

from dataclasses import replace

from flask import Blueprint, render_template, request, url_for

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.actors import Actor
from kernel.i18n import _
from kernel.kept import kept_for_readers
from participation.consultations.forms.register import ALL, register_filter
from participation.consultations.glance import (
    answers_by,
    debt_text,
    extensions_of,
    glance_at,
    responsible_at,
)
from participation.consultations.models.formats import Format
from participation.consultations.page_parts import main_action_of, parts_of
from participation.consultations.permissions import can_manage
from participation.consultations.queries import register
from participation.consultations.queries.formats import format_for
from participation.consultations.queries.results import results_of
from participation.consultations.queries.site import districts
from participation.consultations.rules.standing import Standing
from participation.consultations.wording import LEVELS, PROMISES, STANDINGS

blueprint = Blueprint("formats", __name__, url_prefix="/beteiligung")


@blueprint.get("/")
@access(PUBLIC)
@kept_for_readers
def register_page() -> str:
    """All formats the reader may see, by standing and district."""
    at, form = clock.now(), register_filter(districts())
    filters = form.filters()
    page = register.listed_formats(actor(), filters, at)
    return render_template(
        "participation/consultations/register.html",
        entries=[(format_, glance_at(format_, at)) for format_ in page.formats],
        next_url=_register_url(filters, after=page.after) if page.after else None,
        form=form,
        tabs=_tabs(filters, register.count_by_standing(actor(), filters.district_key, at)),
        levels=LEVELS,
    )


@blueprint.get("/<slug>/")
@access(PUBLIC)
@kept_for_readers
def show(slug: str) -> str:
    """A format: what it is, what is possible now, until when, who answers."""
    return format_page(format_for(actor(), slug), actor())


def format_page(format_: Format, reader: Actor, *, preview: bool = False) -> str:
    """The page of a format as this reader sees it."""
    at = clock.now()
    responsible, deputy = responsible_at(format_, at)
    results = results_of(format_)
    return render_template(
        "participation/consultations/format.html",
        format=format_,
        glance=glance_at(format_, at),
        extensions=extensions_of(format_),
        responsible=responsible,
        deputy=deputy,
        level=LEVELS[format_.level],
        promise=PROMISES[format_.level],
        answers_by=answers_by(format_, at),
        results=results,
        debt=debt_text(format_, results[0].published_at if results else None, at),
        action=main_action_of(reader, format_, at),
        parts=parts_of(reader, format_, request.args),
        may_manage=can_manage(reader, format_),
        preview=preview,
    )


def _tabs(filters: register.Filters, counts: dict[Standing, int]) -> list[dict[str, object]]:
    """A tab for each standing, and one for all."""
    numbers: dict[Standing | None, int] = dict(counts) | {None: sum(counts.values())}
    return [
        {
            "title": STANDINGS[standing] if standing else _("Alle"),
            "url": _register_url(replace(filters, standing=standing)),
            "current": standing == filters.standing,
            "count": number,
        }
        for standing, number in numbers.items()
    ]


def _register_url(filters: register.Filters, *, after: str | None = None) -> str:
    stand = filters.standing.value if filters.standing else ALL
    return url_for(".register_page", stand=stand, bezirk=filters.district_key, nach=after)
