"""The permanent pages and files of published minutes: the valid one, and each publication for itself."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access, actor
from kernel.kept import kept_for_visitors
from roundtable.meetings.onward import ways_of
from roundtable.minutes.printing import as_html, as_markdown
from roundtable.minutes.reading.addresses import address_of, site
from roundtable.minutes.reading.errors import MinutesAreWithdrawn
from roundtable.minutes.reading.prints import pdf_of
from roundtable.minutes.reading.queries import Reading, reading_for
from roundtable.minutes.workflow.showing import readable_resolutions

TYPES = {"pdf": "application/pdf", "md": "text/markdown", "json": "application/json"}
blueprint = Blueprint("minutes_public", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>")


@blueprint.get("/protokoll")
@access(PUBLIC)
@kept_for_visitors
def show(slug: str, nr: str) -> str:
    """The minutes as they count today."""
    return _page(reading_for(actor(), slug, nr))


@blueprint.get("/protokoll/v<int:n>")
@access(PUBLIC)
@kept_for_visitors
def version(slug: str, nr: str, n: int) -> str:
    """Publication n; an old one says so and leads to the valid one."""
    return _page(reading_for(actor(), slug, nr, n))


@blueprint.get("/protokoll.<any(pdf,md,json):ending>")
@access(PUBLIC)
def file(slug: str, nr: str, ending: str) -> ResponseReturnValue:
    """The valid publication as a file."""
    return _file(reading_for(actor(), slug, nr), ending)


@blueprint.get("/protokoll/v<int:n>.<any(pdf,md,json):ending>")
@access(PUBLIC)
def version_file(slug: str, nr: str, n: int, ending: str) -> ResponseReturnValue:
    """Publication n as a file; its bytes stay."""
    return _file(reading_for(actor(), slug, nr, n), ending)


@blueprint.errorhandler(MinutesAreWithdrawn)
def withdrawn(error: MinutesAreWithdrawn) -> ResponseReturnValue:
    """What is left of withdrawn minutes: since when, and why."""
    page = render_template(
        "roundtable/minutes/reading/withdrawn.html",
        meeting=error.meeting,
        publication=error.publication,
    )
    return page, error.status


def _page(reading: Reading) -> str:
    here = address_of(reading.meeting)
    return render_template(
        "roundtable/minutes/reading/show.html",
        meeting=reading.meeting,
        reading=reading,
        minutes=as_html(reading.content),
        linked=readable_resolutions(reading.content.items),
        is_old=reading.chosen is not reading.valid,
        address_of=address_of,
        ways=[way for way in ways_of(actor(), reading.meeting) if way.url != here],
    )


def _file(reading: Reading, ending: str) -> Response:
    body, etag = _body(reading, ending)
    name = f"{reading.meeting.number}-Protokoll-v{reading.chosen.n}.{ending}"
    where = "inline" if ending == "pdf" else "attachment"
    response = Response(body, mimetype=TYPES[ending])
    response.headers["Content-Disposition"] = f'{where}; filename="{name}"'
    response.headers["Cache-Control"] = "no-cache"  # may be withdrawn
    response.set_etag(etag)
    response.make_conditional(request)
    return response


def _body(reading: Reading, ending: str) -> tuple[bytes, str]:
    """The file, and what tells it from any other."""
    if ending == "pdf":
        return pdf_of(reading.meeting, reading.chosen.n)
    if ending == "json":
        return reading.chosen.text.encode(), f"{reading.chosen.sha256}-json"
    return as_markdown(
        reading.content, reading.stamp, site=site()
    ).encode(), f"{reading.chosen.sha256}-md"
