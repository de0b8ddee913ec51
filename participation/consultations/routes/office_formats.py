"""Pages of the office: formats from the first draft to the archive."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.roles import OFFICE
from kernel import clock
from kernel.access import access, actor
from kernel.actors import ANONYMOUS
from kernel.errors import NotFound, NotPermitted, RuleViolation
from kernel.i18n import _
from kernel.markdown import markup, render
from kernel.sending import REFUSALS, sent_once
from participation.consultations.forms.formats import (
    CopyForm,
    ExtensionForm,
    FormatForm,
    form_for,
)
from participation.consultations.glance import dates_text, glance_at, place_of
from participation.consultations.models.formats import Format, Phase
from participation.consultations.permissions import can_create
from participation.consultations.queries.formats import format_for, format_to_manage
from participation.consultations.queries.register import office_formats
from participation.consultations.queries.site import categories, districts
from participation.consultations.routes.formats import format_page
from participation.consultations.rules.blueprints import PHASES, takes_proposals
from participation.consultations.rules.blueprints import Blueprint as Plan
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services import formats as services
from participation.consultations.services.drafts import FormatDraft, draft_of
from participation.consultations.services.phases import extend_phase
from participation.consultations.wording import (
    BLUEPRINTS,
    LEVELS,
    PROMISES,
    PURPOSES,
    STATES,
    visible_to,
)
from participation.consultations.wording import PHASES as PHASE_NAMES

blueprint = Blueprint("office_formats", __name__, url_prefix="/verwaltung/formate")
#: blueprints in addresses
PATHS = {
    "angebote": Plan.OFFER_WISHES,
    "ideen": Plan.IDEA_COLLECTION,
    "vorschlaege": Plan.PROPOSAL_PROCEDURE,
    "gespraech": Plan.OPEN_DISCUSSION,
    "information": Plan.INFORMATION,
}
Deed = Callable[[Format], object]


@blueprint.get("/")
@access(OFFICE)
def index() -> ResponseReturnValue:
    """All formats in the office's scope."""
    at = clock.now()
    return render_template(
        "participation/consultations/office/index.html",
        entries=[(format_, glance_at(format_, at)) for format_ in office_formats(actor())],
        states=STATES,
        keeps_lists=can_create(actor(), None),
        may_create=_can_create_somewhere(),
    )


@blueprint.get("/neu")
@access(OFFICE)
def choose() -> ResponseReturnValue:
    """The blueprints a format can be made after."""
    _ensure_can_create()
    plans = [
        (path, BLUEPRINTS[plan], PURPOSES[plan], [str(PHASE_NAMES[kind]) for kind in PHASES[plan]])
        for path, plan in PATHS.items()
    ]
    return render_template("participation/consultations/office/choose.html", plans=plans)


@blueprint.route("/neu/<path>", methods=["GET", "POST"])
@access(OFFICE)
def create(path: str) -> ResponseReturnValue:
    """Begin a draft after a blueprint."""
    if path not in PATHS:
        raise NotFound
    _ensure_can_create()
    form = _form(PATHS[path])
    if form.sent_well():
        try:
            draft = form.draft()
            slug = sent_once("create", lambda: _create(draft))
            flash(_("Der Entwurf ist gespeichert. Noch sieht ihn nur die Verwaltung."), "success")
            return _to(slug)
        except REFUSALS as refusal:
            form.refuse(refusal)
    return _form_page(form, None)


@blueprint.get("/<slug>/")
@access(OFFICE)
def show(slug: str) -> ResponseReturnValue:
    """What a format still needs, and what the office can do with it."""
    return _overview(format_to_manage(actor(), slug))


@blueprint.route("/<slug>/bearbeiten", methods=["GET", "POST"])
@access(OFFICE)
def edit(slug: str) -> ResponseReturnValue:
    """Change a format; a form opened on an older version is refused, with both texts."""
    format_ = format_to_manage(actor(), slug)
    form = _form(format_.blueprint, draft_of(format_), format_.version)
    if form.sent_well():
        try:
            sent_once(f"edit:{slug}", lambda: _edit(format_, form))
            flash(_("Die Änderungen sind gespeichert."), "success")
            return _to(slug)
        except services.FormatChangedMeanwhile as change:
            return _both_texts(form, format_, change)
        except REFUSALS as refusal:
            form.refuse(refusal)
    return _form_page(form, format_)


@blueprint.get("/<slug>/vorschau")
@access(OFFICE)
def preview(slug: str) -> ResponseReturnValue:
    """The page as a visitor without account sees it, or will see it."""
    return format_page(format_to_manage(actor(), slug), ANONYMOUS, preview=True)


@blueprint.post("/<slug>/veroeffentlichen")
@access(OFFICE)
def publish(slug: str) -> ResponseReturnValue:
    """Let people see the format."""
    done = _("Das Format ist veröffentlicht.")
    return _deed(
        slug, done, lambda format_: services.publish_format(actor=actor(), format_=format_)
    )


@blueprint.route("/<slug>/archivieren", methods=["GET", "POST"])
@access(OFFICE)
def archive(slug: str) -> ResponseReturnValue:
    """Close the format for good, once that was read."""
    if request.method == "GET":
        return _sure("archive", format_to_manage(actor(), slug))
    done = _("Das Format ist archiviert. Alle können es weiter nachlesen.")
    return _deed(
        slug, done, lambda format_: services.archive_format(actor=actor(), format_=format_)
    )


@blueprint.route("/<slug>/loeschen", methods=["GET", "POST"])
@access(OFFICE)
def discard(slug: str) -> ResponseReturnValue:
    """Delete a draft, once that was read."""
    if request.method == "GET":
        return _sure("discard", format_to_manage(actor(), slug))
    try:
        sent_once(f"discard:{slug}", lambda: _discard(slug))
    except services.FormatIsNotADraft as violation:
        return _overview(format_to_manage(actor(), slug), [violation.message]), violation.status
    flash(_("Der Entwurf ist gelöscht."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/<slug>/kopieren", methods=["GET", "POST"])
@access(OFFICE)
def copy(slug: str) -> ResponseReturnValue:
    """Begin a draft with the words of this format; its title makes the address, so it is asked for first."""
    _ensure_can_create()
    source = format_for(actor(), slug)
    form = CopyForm.of_request(title=source.title)
    if form.sent_well():
        try:
            made = sent_once(f"copy:{slug}", lambda: _copy(source, form))
            flash(_("Die Kopie ist ein Entwurf. Bitte geben Sie ihr Termine."), "success")
            return redirect(url_for(".edit", slug=made), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
    page = render_template(
        "participation/consultations/office/copy.html",
        form=form,
        format=source,
        visible=visible_to(None),
    )
    return page, _status()


@blueprint.route("/<slug>/phasen/<int:number>/verlaengern", methods=["GET", "POST"])
@access(OFFICE)
def extend(slug: str, number: int) -> ResponseReturnValue:
    """Move the end of a running phase, for a public reason."""
    format_ = format_to_manage(actor(), slug)
    phase = _phase(format_, number)
    form = ExtensionForm.of_request(version=_end_of(phase))
    if form.sent_well():
        try:
            sent_once(f"extend:{slug}:{number}", lambda: _extend(phase, form))
            flash(
                _("Das Ende ist verschoben. Der Grund steht auf der öffentlichen Seite."), "success"
            )
            return _to(slug)
        except RuleViolation as violation:
            form.refuse(violation)
            form.version.data = _end_of(phase)  # sent again, it is based on what is shown now
    page = render_template(
        "participation/consultations/office/extend.html",
        form=form,
        format=format_,
        phase=phase,
        dates=dates_text(phase),
        visible=visible_to(format_),
    )
    return page, _status()


def _create(draft: FormatDraft) -> str:
    return services.create_format(actor=actor(), draft=draft).slug


def _copy(source: Format, form: CopyForm) -> str:
    title = form.title.data or ""
    return services.copy_format(actor=actor(), source=source, title=title).slug


def _discard(slug: str) -> str:
    services.discard_format(actor=actor(), format_=format_to_manage(actor(), slug))
    return slug


def _sure(deed: str, format_: Format) -> str:
    """What a deed that nobody can undo will do, before it is done."""
    return render_template(
        f"participation/consultations/office/{deed}.html",
        format=format_,
        visible=visible_to(format_),
    )


def _can_create_somewhere() -> bool:
    return any(can_create(actor(), key) for key in (None, *(row.key for row in districts())))


def _ensure_can_create() -> None:
    if not _can_create_somewhere():
        raise NotPermitted(_("Sie können hier kein Format anlegen."))


def _edit(format_: Format, form: FormatForm) -> str:
    based_on, draft = form.based_on(), form.draft()
    services.edit_format(actor=actor(), format_=format_, based_on=based_on, draft=draft)
    return format_.slug


def _extend(phase: Phase, form: ExtensionForm) -> str:
    ends_at, reason = form.extension()
    extend_phase(
        actor=actor(), phase=phase, based_on=form.based_on(), ends_at=ends_at, reason=reason
    )
    return str(phase.id)


def _end_of(phase: Phase) -> str:
    return phase.ends_at.isoformat() if phase.ends_at else ""


def _deed(slug: str, done: str, work: Deed) -> ResponseReturnValue:
    format_ = format_to_manage(actor(), slug)
    try:
        sent_once(f"{request.endpoint}:{slug}", lambda: str(work(format_) and slug))
    except RuleViolation as violation:
        return _overview(format_, [violation.message]), violation.status
    flash(done, "success")
    return _to(slug)


def _form(plan: Plan, draft: FormatDraft | None = None, version: int = 0) -> FormatForm:
    """With the places where the actor may keep formats, and the one where this format lies."""
    here = {draft.district_key} if draft else set()
    return form_for(
        plan,
        districts=[d for d in districts() if d.key in here or can_create(actor(), d.key)],
        city_wide=None in here or can_create(actor(), None),
        categories=categories(),
        draft=draft,
        version=version,
    )


def _form_page(
    form: FormatForm, format_: Format | None, *, status: int = 0, **more: object
) -> ResponseReturnValue:
    page = render_template(
        "participation/consultations/office/form.html",
        form=form,
        format=format_,
        plan=BLUEPRINTS[form.blueprint],
        phases=[PHASE_NAMES[kind] for kind in PHASES[form.blueprint]],
        takes_proposals=takes_proposals(form.blueprint),
        promises={level.value: promise for level, promise in PROMISES.items()},
        visible=visible_to(format_),
        **more,
    )
    return page, status or _status()


def _both_texts(
    form: FormatForm, format_: Format, change: services.FormatChangedMeanwhile
) -> ResponseReturnValue:
    """Their stored text beside yours; sent again, the form is based on what is shown now."""
    form.version.data = str(format_.version)
    form.refuse(change)
    yours = markup(render(form.text.data or "").html)
    return _form_page(form, format_, status=change.status, yours=yours)


def _overview(format_: Format, messages: list[str] | None = None) -> str:
    return render_template(
        "participation/consultations/office/show.html",
        format=format_,
        glance=glance_at(format_, clock.now()),
        place=place_of(format_),
        level=LEVELS[format_.level],
        state=STATES[format_.state],
        gaps=services.gaps_of(format_),
        visible=visible_to(format_),
        messages=messages or [],
        takes_proposals=takes_proposals(format_.blueprint),
        may_create=_can_create_somewhere(),
        ends_in_vote=PhaseType.VOTE in PHASES[format_.blueprint],
    )


def _phase(format_: Format, number: int) -> Phase:
    phase = next((p for p in format_.planned_phases if p.position + 1 == number), None)
    if phase is None:
        raise NotFound
    return phase


def _to(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".show", slug=slug), 303)


def _status() -> int:
    return 422 if request.method == "POST" else 200
