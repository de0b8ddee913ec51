"""The office's forms for answers and evaluations."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput

from kernel.forms import Form, choice
from kernel.i18n import _, lazy
from participation.consultations.forms.money import EuroField
from participation.consultations.models.answers import Answer, Feasibility
from participation.consultations.models.proposals import Proposal
from participation.consultations.proposal_wording import FEASIBLE, STATUSES
from participation.consultations.rules.proposals import Status, choices_from
from participation.consultations.services.answers import LONGEST_REASON, AnswerDraft
from participation.consultations.services.evaluations import LONGEST_NOTES, Findings

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")
PARTS = ("status", "text", "cost", "period")


class AnswersForm(Form):
    """Answers to several proposals: what stands at a proposal wins over what is said to all."""

    proposals: Sequence[Proposal]

    cosigner = SelectField(
        lazy("Wer soll mitzeichnen?"), [InputRequired(lazy("Bitte wählen Sie eine zweite Person."))]
    )
    status = SelectField(lazy("Stand für alle"), [Optional()])
    text = TextAreaField(
        lazy("Begründung für alle"),
        [Optional(), Length(max=LONGEST_REASON)],
        description=lazy("Was wird daraus und warum? Listen und Links sind möglich."),
    )
    version = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each proposal gets a status and a reason, its own or the common one."""
        held = super().validate(extra_validators)
        for proposal in self.proposals:
            self._complete(f"status-{proposal.number}", _("Bitte wählen Sie einen Stand."))
            self._complete(f"text-{proposal.number}", _("Bitte begründen Sie die Antwort."))
        return held and not self.errors

    def drafts(self) -> list[tuple[Proposal, AnswerDraft]]:
        """An answer to each proposal; only after `validate`."""
        return [(proposal, self._draft(proposal.number)) for proposal in self.proposals]

    def cosigner_id(self) -> UUID:
        """The second person; only after `validate`."""
        return UUID(self.cosigner.data)

    def based_on(self) -> int:
        """The version of the answer this form was opened on."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() else 0

    def of(self, proposal: Proposal) -> dict[str, Any]:
        """The fields of one proposal, for the page."""
        return {part: self[f"{part}-{proposal.number}"] for part in PARTS}

    def _complete(self, name: str, message: str) -> None:
        common = self[name.partition("-")[0]]
        if not self[name].data and not common.data:
            self[name].errors = [*self[name].errors, message]

    def _draft(self, number: int) -> AnswerDraft:
        return AnswerDraft(
            status=Status(self[f"status-{number}"].data or self.status.data),
            text=self[f"text-{number}"].data or self.text.data or "",
            cost_cents=self[f"cost-{number}"].data,
            period=self[f"period-{number}"].data or "",
        )


def answers_form(
    proposals: Sequence[Proposal],
    cosigners: Mapping[UUID, str],
    prefill: Mapping[str, Any] | None = None,
) -> AnswersForm:
    """The form for these proposals as sent, or filled with these words."""
    form = _series(proposals).of_request(**(prefill or {}))
    form.cosigner.choices = [
        choice("", lazy("Bitte wählen")),
        *(choice(str(person_id), name) for person_id, name in cosigners.items()),
    ]
    common = set.intersection(*(set(choices_from(p.status)) for p in proposals))
    form.status.choices = _statuses([status for status in Status if status in common])
    return form


def prefill_of(answer: Answer) -> dict[str, Any]:
    """How the form shows an unpublished answer."""
    number = answer.proposal.number
    return {
        "cosigner": str(answer.cosigner_id),
        "version": answer.version,
        f"status-{number}": answer.status.value,
        f"text-{number}": answer.text,
        f"cost-{number}": answer.cost_cents,
        f"period-{number}": answer.period,
    }


def _series(proposals: Sequence[Proposal]) -> type[AnswersForm]:
    fields: dict[str, Any] = {"proposals": proposals}
    for proposal in proposals:
        fields |= _fields(proposal)
    return type("SeriesForm", (AnswersForm,), fields)


def _fields(proposal: Proposal) -> dict[str, Any]:
    number = proposal.number
    return {
        f"status-{number}": SelectField(
            lazy("Stand"), [Optional()], choices=_statuses(choices_from(proposal.status))
        ),
        f"text-{number}": TextAreaField(
            lazy("Begründung"), [Optional(), Length(max=LONGEST_REASON)]
        ),
        f"cost-{number}": EuroField(lazy("Kosten"), [Optional()]),
        f"period-{number}": StringField(
            lazy("Zeitraum"),
            [Optional(), Length(max=120)],
            description=lazy("Zum Beispiel: ab Sommer 2027"),
        ),
    }


def _statuses(statuses: Sequence[Status]) -> list[Any]:
    entries = [choice(status.value, STATUSES[status]) for status in statuses]
    return [choice("", lazy("Bitte wählen")), *entries]


class PickForm(Form):
    """Proposals that were ticked, by number."""

    nr = SelectMultipleField(lazy("Vorschläge"), option_widget=CheckboxInput())


def pick_form(proposals: Sequence[Proposal], prefix: str = "") -> PickForm:
    """A list of proposals to tick; `prefix` tells two lists of a page apart."""
    form = PickForm()
    form.nr.id = f"{prefix}nr"
    form.nr.choices = [choice(str(p.number), f"#{p.number} {p.title}") for p in proposals]
    return form


def _seen(text: str) -> tuple[UUID, int]:
    """An answer and the version that stood on the page."""
    answer_id, _colon, version = text.partition(":")
    return UUID(answer_id), int(version)


def _token(answer: Answer) -> str:
    return f"{answer.id}:{answer.version}"


class ChosenForm(Form):
    """Answers that were ticked as they stood on the page, and a word about them."""

    answers = SelectMultipleField(
        lazy("Antworten"), option_widget=CheckboxInput(), coerce=_seen, validate_choice=False
    )
    comment = TextAreaField(lazy("Anmerkung"), [Length(max=1_000)])

    def seen(self) -> dict[UUID, int]:
        """By ticked answer the version that was read; only after `validate`."""
        return dict(self.answers.data or ())


def chosen_form(answers: Sequence[Answer]) -> ChosenForm:
    """The form over these answers as sent; at first all are ticked."""
    form = ChosenForm.of_request(answers=[_token(answer) for answer in answers])
    form.answers.choices = [
        choice(_token(answer), f"#{answer.proposal.number} {answer.proposal.title}")
        for answer in answers
    ]
    form.answers.validators = [InputRequired(lazy("Bitte wählen Sie mindestens eine Antwort."))]
    return form


class EvaluationForm(Form):
    """What an evaluator found out."""

    feasible = RadioField(
        lazy("Ist der Vorschlag machbar?"),
        [InputRequired(lazy("Bitte wählen Sie."))],
        choices=[choice(key.value, word) for key, word in FEASIBLE.items()],
    )
    cost = EuroField(lazy("Geschätzte Kosten"), [Optional()])
    notes = TextAreaField(
        lazy("Notizen"),
        [Length(max=LONGEST_NOTES)],
        description=lazy("Nur für die Verwaltung. Bei „machbar, wenn“ steht hier die Bedingung."),
    )

    def findings(self) -> Findings:
        """The evaluation as sent; only after `validate`."""
        return Findings(Feasibility(self.feasible.data), self.notes.data or "", self.cost.data)
