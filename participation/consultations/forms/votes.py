"""The office's form for the vote of a format."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput

from kernel.forms import Form, choice
from kernel.i18n import lazy, money
from participation.consultations.forms.moments import end_in, start_in, with_moment
from participation.consultations.forms.money import EuroField
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import Proposal
from participation.voting import electorate, wording
from participation.voting.queries import smallest_step
from participation.voting.services import VoteDraft
from participation.voting.services.preparing import DEFAULT_RULE

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")
CARD_HOLDERS = "card-holders"


@with_moment("opens", lazy("Beginn"))
@with_moment("closes", lazy("Ende"))
class FormatVoteForm(Form):
    """A budget vote over accepted proposals."""

    title = StringField(lazy("Titel"), [InputRequired(FILL_IN), Length(5, 120)])
    question = StringField(
        lazy("Frage auf dem Stimmzettel"), [InputRequired(FILL_IN), Length(5, 200)]
    )
    effect = TextAreaField(
        lazy("Was folgt aus dem Ergebnis?"), [InputRequired(FILL_IN), Length(max=500)]
    )
    numbers = SelectMultipleField(
        lazy("Vorschläge auf dem Stimmzettel"), option_widget=CheckboxInput()
    )
    budget = EuroField(lazy("Budget"), [InputRequired(FILL_IN)])
    electorate = SelectField(lazy("Wer darf abstimmen?"))
    rule = SelectField(lazy("Zählregel"))
    step = EuroField(
        lazy("Schritt beim Auffüllen"),
        [Optional()],
        description=lazy("Leer: ein Hundertstel des Anteils je Person."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields hold, and both moments are one instant each."""
        held = super().validate(extra_validators)
        for prefix in ("opens", "closes"):
            if self[f"{prefix}_on"].data is None:
                self[f"{prefix}_on"].errors = [*self[f"{prefix}_on"].errors, str(FILL_IN)]
        self._opens_at, self._closes_at = start_in(self, "opens"), end_in(self, "closes")
        return held and not self.errors

    def chosen(self) -> list[int]:
        """The numbers of the proposals; only after `validate`."""
        return [int(text) for text in self.numbers.data or ()]

    def draft(self, slug: str) -> VoteDraft:
        """The vote as sent; only after `validate`."""
        if self._opens_at is None or self._closes_at is None:
            raise ValueError("The form was not validated.")
        budget, voters = self.budget.data, self.electorate.data
        return VoteDraft(
            slug=slug,
            title=self.title.data or "",
            question=self.question.data or "",
            effect=self.effect.data or "",
            electorate=voters,
            budget_cents=budget,
            opens_at=self._opens_at,
            closes_at=self._closes_at,
            rule=self.rule.data,
            step_cents=self.step.data or smallest_step(voters, budget),
        )


def format_vote_form(format_: Format, eligible: Sequence[Proposal]) -> FormatVoteForm:
    """The form as sent; at first with all eligible proposals and the usual rule."""
    form = FormatVoteForm.of_request(
        title=format_.title,
        question=format_.title,
        numbers=[str(proposal.number) for proposal in eligible],
        rule=DEFAULT_RULE,
        electorate=CARD_HOLDERS,
    )
    form.numbers.choices = [
        choice(str(p.number), f"#{p.number} {p.title} ({money(p.cost_cents or 0)})")
        for p in eligible
    ]
    form.rule.choices = [choice(name, word) for name, word in wording.offered_rules().items()]
    form.electorate.choices = [
        choice(group.name, group.word)
        for group in electorate.all_electorates()
        if group is not electorate.IMPORTED
    ]
    return form
