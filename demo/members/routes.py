"""The switch, for everybody whom the demo lets in; outside of a demo on this machine there is none."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from demo.members.playbill import Playbill, Standing, playbill
from demo.members.switch import may_switch, switch
from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.app import settings_of
from kernel.errors import NotFound, RuleViolation
from kernel.forms import Form
from kernel.i18n import _, lazy
from kernel.settings import Settings
from roundtable.meetings.permissions import can_attend

ON, OFF = "an", "aus"
WORDS = {
    Standing.PLAYED: lazy("gespielt"),
    Standing.NOW: lazy("ist dran"),
    Standing.LATER: lazy("kommt noch"),
    Standing.OVER: lazy("vorbei"),
}
KINDS = {Standing.PLAYED: "done", Standing.NOW: "running"}
blueprint = Blueprint("demo_members", __name__, url_prefix="/demo/mitglieder")


class SwitchForm(Form):
    """Which way it is turned."""

    stand = HiddenField()


@blueprint.get("")
@access(PUBLIC)
def show() -> ResponseReturnValue:
    """Whether invented members take part, and how far they are."""
    return _page(_settings(), SwitchForm(None))


@blueprint.post("")
@access(PUBLIC)
def turn() -> ResponseReturnValue:
    """Switch them on or off."""
    settings, form = _settings(), SwitchForm.of_request()
    if form.stand.data not in {ON, OFF}:
        form.refuse(RuleViolation(_("Bitte wählen Sie an oder aus.")))
        return _page(settings, form), 422
    on = form.stand.data == ON
    switch(actor=actor(), settings=settings, on=on)
    flash(
        _("Die Beispiel-Mitglieder machen mit.")
        if on
        else _("Die Beispiel-Mitglieder machen nicht mehr mit."),
        "success",
    )
    return redirect(url_for(".show"), 303)


def address(settings: Settings) -> str:
    """Where the switch is; empty where there is none."""
    return url_for("demo_members.show") if may_switch(settings) else ""


def _settings() -> Settings:
    settings = settings_of(current_app)
    if not may_switch(settings):
        raise NotFound
    return settings


def _page(settings: Settings, form: SwitchForm) -> str:
    bill = playbill(settings)
    return render_template(
        "demo/members.html",
        bill=bill,
        form=form,
        may_enter=_may_enter(bill),
        words=WORDS,
        kinds=KINDS,
        on=ON,
        off=OFF,
    )


def _may_enter(bill: Playbill) -> bool:
    """Whether the way into the room leads anywhere; a visitor is asked to sign in on it."""
    if bill.meeting is None:
        return False
    return not actor().signed_in or can_attend(actor(), bill.meeting, clock.now())
