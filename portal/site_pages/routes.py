"""The site's own pages, for readers and for the office."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from accounts.roles import OFFICE
from kernel.access import PUBLIC, access, actor
from kernel.errors import NotFound, NotPermitted, RuleViolation
from portal.handbook.chapters import chapters
from portal.site_pages import queries, services
from portal.site_pages.forms import PageForm
from portal.site_pages.pages import HELP, PLACES, Place
from portal.site_pages.permissions import can_write

public = Blueprint("site_pages", __name__)
office = Blueprint("site_pages_office", __name__, url_prefix="/verwaltung/seiten")


def _show(place: Place) -> str:
    page = queries.page_at(place.slug)
    listed = chapters().values() if place.slug == HELP else ()
    return render_template("portal/site_page.html", page=page, place=place, chapters=listed)


def _add(place: Place) -> None:
    view = access(PUBLIC)(lambda: _show(place))
    public.add_url_rule(place.path, place.slug.replace("-", "_"), view)


for each in PLACES.values():
    _add(each)


@office.get("/")
@access(OFFICE)
def index() -> ResponseReturnValue:
    """Which pages are written, which are missing."""
    _ensure_office()
    return render_template(
        "portal/site_pages_index.html", places=PLACES.values(), pages=queries.written_pages()
    )


@office.route("/<slug>", methods=["GET", "POST"])
@access(OFFICE)
def edit(slug: str) -> ResponseReturnValue:
    """Write a page."""
    _ensure_office()
    place = PLACES.get(slug)
    if place is None:
        raise NotFound
    form = _form(place)
    if not form.sent_well():
        return _edit_page(place, form), 422 if form.errors else 200
    try:
        services.write_page(
            actor=actor(),
            slug=slug,
            title=form.title.data or "",
            lead=form.lead.data or "",
            text=form.text.data or "",
            based_on=form.based_on.data or 0,
        )
    except RuleViolation as refusal:
        form.refuse(refusal)
        return _edit_page(place, form), refusal.status
    return redirect(place.path, 303)


def _form(place: Place) -> PageForm:
    page = queries.page_at(place.slug)
    if page is None:
        return PageForm.of_request(title=place.title)
    return PageForm.of_request(
        title=page.title, lead=page.lead, text=page.text, based_on=page.version
    )


def _edit_page(place: Place, form: PageForm) -> str:
    return render_template("portal/site_page_edit.html", place=place, form=form)


def _ensure_office() -> None:
    if not can_write(actor()):
        raise NotPermitted
