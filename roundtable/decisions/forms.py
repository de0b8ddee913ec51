"""What pages of votes take in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from kernel.forms import Form, choice
from kernel.i18n import lazy
from kernel.ids import id_in, new_id
from roundtable.decisions.models import HandCount, LiveVote
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.rules.resolutions import State as Standing
from roundtable.decisions.rules.resolutions import steps_of
from roundtable.decisions.rules.tasks import steps_of as steps_of_task
from roundtable.decisions.rules.votes import Choice, Mode, choices_of
from roundtable.decisions.services import DayCorrectionDraft, TaskDraft, VoteDraft
from roundtable.decisions.task_models import Task
from roundtable.decisions.wording import MODES, RESOLUTIONS, RULES, TASKS, choice_word
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules.results import Counts, Rule
from roundtable.meetings.rules.states import ItemState, undealt

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")
LONGEST = 5_000
MOST = 1_000


class VoteForm(Form):
    """What is put to the vote, and how it is decided."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    item = SelectField(lazy("Zu welchem Punkt?"), [InputRequired(FILL_IN)])
    title = StringField(
        lazy("Worum geht es, in wenigen Worten?"), [InputRequired(FILL_IN), Length(max=200)]
    )
    wording = TextAreaField(
        lazy("Wortlaut"),
        [InputRequired(FILL_IN), Length(max=LONGEST)],
        description=lazy("Darüber wird abgestimmt. Nach dem Eröffnen ändert sich nichts mehr."),
    )
    rule = RadioField(
        lazy("Wann ist es angenommen?"),
        choices=[choice(rule.value, words) for rule, words in RULES.items()],
        default=Rule.EINFACH.value,
    )
    mode = RadioField(
        lazy("Wie wird abgestimmt?"),
        choices=[choice(mode.value, words) for mode, words in MODES.items()],
        default=Mode.GERAET.value,
    )
    resolves = BooleanField(
        lazy("Wird ein Beschluss, wenn es angenommen wird"),
        default=True,
        description=lazy("Nicht ankreuzen bei Fragen zum Ablauf, zum Beispiel zu einer Pause."),
    )

    def draft(self) -> VoteDraft:
        """The question as sent."""
        return VoteDraft(
            item_id=id_in(self.item.data) or new_id(),
            title=self.title.data or "",
            text=self.wording.data or "",
            rule=Rule(self.rule.data),
            mode=Mode(self.mode.data),
            resolves=bool(self.resolves.data),
        )


def vote_form(meeting: Meeting, vote: LiveVote | None = None) -> VoteForm:
    """The form of a new question, or of one that is changed; it begins with the item that is on."""
    shown: dict[str, Any] = {}
    items = [item for item in meeting.items if undealt(item.status)]
    called = next((item for item in items if item.status is ItemState.AUFGERUFEN), None)
    if vote is not None:
        names = ("version", "title", "resolves")
        shown = {name: getattr(vote, name) for name in names}
        shown |= {"wording": vote.text}
        shown |= {"item": str(vote.item_id), "rule": vote.rule.value, "mode": vote.mode.value}
    elif called is not None:
        shown = {"item": str(called.id), "title": called.title}
    form = VoteForm.of_request(**shown)
    listed = [
        choice(str(i.id), f"TOP {i.number} {i.title}" if i.number else i.title) for i in items
    ]
    form.item.choices = [choice("", lazy("Bitte wählen")), *listed]
    return form


class BallotForm(Form):
    """What a seat says; the form's own key makes a repeated one the same ballot."""

    choice = RadioField(
        lazy("Ihre Stimme"), [InputRequired(lazy("Bitte wählen Sie eine der Antworten."))]
    )
    reason = TextAreaField(lazy("Begründung"), [Length(max=MOST)])

    @property
    def only_looks(self) -> bool:
        """Whether it was sent by Enter, which casts nothing."""
        return "ansehen" in request.form

    @property
    def is_of_room(self) -> bool:
        """Whether it stood in the room, and not on the vote's own page."""
        return request.form.get("von") == "raum"

    @property
    def key(self) -> UUID:
        """The key of this form."""
        return id_in(self.idempotency_key.data) or new_id()

    def chosen(self) -> Choice:
        """The choice as sent."""
        return Choice(self.choice.data)


def ballot_form(vote: LiveVote) -> BallotForm:
    """The choices of this vote; only a consensus asks for reasons."""
    form = BallotForm.of_request()
    form.choice.choices = [
        choice(c.value, choice_word(vote.rule, c)) for c in choices_of(vote.rule)
    ]
    if vote.rule is not Rule.KONSENS:
        del form.reason
    return form


def _count(label: str) -> IntegerField:
    return IntegerField(label, [InputRequired(FILL_IN), NumberRange(0, MOST)], default=0)


class CountForm(Form):
    """Hands or papers of the seats without a ballot from a device."""

    yes = _count("")
    concerns = _count(lazy("Bedenken"))
    no = _count("")
    abstained = _count(lazy("Enthaltung"))
    invalid = _count(lazy("Ungültig"))
    reason = TextAreaField(lazy("Begründung der Vetos"), [Length(max=MOST)])

    def counts(self) -> Counts:
        """The numbers as sent."""
        given = {name: field.data for name, field in self._fields.items() if name in NUMBERS}
        return Counts(**given)


NUMBERS = ("yes", "no", "abstained", "concerns", "invalid")


def count_form(vote: LiveVote) -> CountForm:
    """The numbers that this vote can have, as they were entered last."""
    shown = _entered(vote.hand_count) if vote.hand_count else {}
    form = CountForm.of_request(**shown)
    form.yes.label.text = choice_word(vote.rule, Choice.DAFUER)
    form.no.label.text = choice_word(vote.rule, Choice.DAGEGEN)
    if vote.rule is not Rule.KONSENS:
        del form.concerns, form.reason
    if vote.mode is not Mode.PAPIER:
        del form.invalid
    return form


def _entered(count: HandCount) -> dict[str, Any]:
    return {name: getattr(count, name) for name in (*NUMBERS, "reason")}


class ResolutionFilter(Form):
    """Which resolutions the list shows; unknown words filter nothing."""

    gremium = SelectField(lazy("Runder Tisch"), [Optional()], validate_choice=False)
    status = SelectField(lazy("Stand"), [Optional()], validate_choice=False)

    def chosen(self) -> tuple[str, Standing | None]:
        """The slug of a listed table, or nothing; a state, or None."""
        known = {entry.value for entry in self.gremium.choices}  # type: ignore[union-attr]
        table, state = self.gremium.data or "", self.status.data
        return table if table in known else "", Standing(state) if state in set(Standing) else None


def resolution_filter(tables: Sequence[tuple[str, str]]) -> ResolutionFilter:
    """The filter as it stands in the address."""
    form = ResolutionFilter(request.args)
    every = choice("", lazy("alle"))
    form.gremium.choices = [every, *(choice(slug, name) for slug, name in tables)]
    states = [choice(one.value, RESOLUTIONS[one][0]) for one in Standing]
    form.status.choices = [every, *states]
    return form


class TaskForm(Form):
    """Who does what until when."""

    source = SelectField(lazy("Woraus ergibt sich der Auftrag?"), [InputRequired(FILL_IN)])
    title = StringField(lazy("Was ist zu tun?"), [InputRequired(FILL_IN), Length(max=200)])
    seat = SelectField(lazy("Wer macht es?"), [Optional()])
    organisation = StringField(
        lazy("Organisation ohne Sitz"),
        [Length(max=120)],
        description=lazy("Nur, wenn es niemand vom Tisch macht."),
    )
    due = DateField(lazy("Bis wann?"), [InputRequired(FILL_IN)])

    def draft(self) -> TaskDraft:
        """The task as sent."""
        return TaskDraft(
            title=self.title.data or "",
            due=self.due.data or date.min,
            source_id=id_in(self.source.data) or new_id(),
            seat_id=id_in(self.seat.data),
            organisation=self.organisation.data or "",
        )


def task_form(
    meeting: Meeting, resolutions: Sequence[Resolution], seats: Sequence[tuple[str, str]]
) -> TaskForm:
    """What a task may come from: resolutions first, then items."""
    form = TaskForm.of_request()
    items = [choice(str(i.id), f"TOP {i.number} {i.title}") for i in meeting.items if i.number]
    form.source.choices = [
        choice("", lazy("Bitte wählen")),
        *(choice(str(one.id), f"{one.number} {one.title}") for one in resolutions),
        *items,
    ]
    form.seat.choices = [choice("", lazy("niemand vom Tisch"))]
    form.seat.choices += [choice(key, words) for key, words in seats]
    return form


class TaskStepForm(Form):
    """How far a task is."""

    state = SelectField(lazy("Neuer Stand"), [InputRequired(FILL_IN)])
    note = TextAreaField(
        lazy("Erläuterung"),
        [Length(max=MOST)],
        description=lazy("Nötig, wenn jemand anderes es macht oder wenn es entfällt."),
    )


def task_step_form(task: Task) -> TaskStepForm:
    """The steps that follow the state of this task."""
    form = TaskStepForm.of_request()
    steps = [choice(to.value, TASKS[to][0]) for to in steps_of_task(task.state)]
    form.state.choices = [choice("", lazy("Bitte wählen")), *steps]
    return form


class StandingForm(Form):
    """Where a resolution stands, and when the table looks at it again."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    state = SelectField(lazy("Neuer Stand"), [Optional()])
    note = TextAreaField(
        lazy("Erläuterung"),
        [Length(max=MOST)],
        description=lazy("Alle lesen sie, die den Beschluss lesen."),
    )
    successor = StringField(
        lazy("Nummer des neuen Beschlusses"),
        [Length(max=40)],
        description=lazy("Nur, wenn ein neuer Beschluss diesen ändert. Zum Beispiel RT-2026-05/2."),
    )
    review_on = DateField(lazy("Wiedervorlage am"), [Optional()])


def standing_form(resolution: Resolution) -> StandingForm:
    """The steps that follow the state of this resolution."""
    names = ("version", "review_on")
    form = StandingForm.of_request(**{name: getattr(resolution, name) for name in names})
    steps = [choice(to.value, RESOLUTIONS[to][0]) for to in steps_of(resolution.state)]
    form.state.choices = [choice("", lazy("bleibt, wie er ist")), *steps]
    return form


class DayCorrectionForm(Form):
    """What was wrong in a released result; everybody reads what is written here."""

    vote = SelectField(lazy("Worum geht es?"), [Optional()])
    written = TextAreaField(
        lazy("Was ist richtig?"),
        [DataRequired(FILL_IN), Length(max=MOST)],
        description=lazy("Zum Beispiel: Es waren 5 Ja-Stimmen, nicht 4."),
    )
    reason = TextAreaField(
        lazy("Wie kam es zu dem Fehler?"), [DataRequired(FILL_IN), Length(max=MOST)]
    )

    def draft(self) -> DayCorrectionDraft:
        """The correction as sent."""
        vote_id = id_in(self.vote.data)
        return DayCorrectionDraft(self.written.data or "", self.reason.data or "", vote_id)


def day_correction_form(votes: Mapping[UUID, str]) -> DayCorrectionForm:
    """What a correction may be about: the whole result, or one of these votes."""
    form = DayCorrectionForm.of_request()
    form.vote.choices = [
        choice("", lazy("um das ganze Ergebnis")),
        *(choice(str(key), title) for key, title in votes.items()),
    ]
    return form


class ConfirmForm(Form):
    """The chair stands by the numbers they saw."""

    version = IntegerField(validators=[InputRequired(FILL_IN)], widget=HiddenInput())


class AbortForm(Form):
    """Why a vote ends without a result."""

    reason = TextAreaField(lazy("Grund"), [InputRequired(FILL_IN), Length(max=MOST)])
