"""Proposals as people write them, and answers as the office gives them."""

from itertools import count

from accounts.people.models import Person
from kernel.actors import Actor
from participation.consultations.models.answers import Answer
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import Proposal
from participation.consultations.rules.proposals import Status
from participation.consultations.services.answers import (
    AnswerDraft,
    cosign_answers,
    draft_answers,
    publish_answers,
)
from participation.consultations.services.proposals import ProposalDraft, propose
from tests.factories.actors import a_citizen
from tests.factories.formats import a_format
from tests.factories.people import actor_of, person

numbers = count(1)


def words(**changes: object) -> ProposalDraft:
    """A complete proposal as a person writes it."""
    fields: dict[str, object] = {
        "title": f"Freie Fahrt mit dem Bus {next(numbers)}",
        "text": "Wer sich **engagiert**, fährt frei.",
        "place": "Harburg",
    }
    return ProposalDraft(**(fields | changes))  # type: ignore[arg-type]


def a_proposal(
    format_: Format | None = None, *, author: Actor | None = None, **changes: object
) -> Proposal:
    """A published proposal of a citizen; `changes` are fields of `ProposalDraft`."""
    return propose(
        actor=author or a_citizen(), format_=format_ or a_format(), draft=words(**changes)
    )


def an_answer_draft(**changes: object) -> AnswerDraft:
    """What the office says."""
    fields: dict[str, object] = {"status": Status.ANGENOMMEN, "text": "Das machen wir *gern*."}
    return AnswerDraft(**(fields | changes))  # type: ignore[arg-type]


def office_pair() -> tuple[Person, Person]:
    """Somebody of the administration who answers, and a second person."""
    return person("Jonas Brandt", role="administration"), person("Mia Wolf", role="second-check")


def a_draft_answer(proposal: Proposal, pair: tuple[Person, Person], **changes: object) -> Answer:
    """An answer that waits for the second person."""
    drafts = [(proposal, an_answer_draft(**changes))]
    first, second = pair
    return draft_answers(actor=actor_of(first), drafts=drafts, cosigner_id=second.id)[0]


def a_signed_answer(proposal: Proposal, pair: tuple[Person, Person], **changes: object) -> Answer:
    """An answer that can be published."""
    answer = a_draft_answer(proposal, pair, **changes)
    cosign_answers(actor=actor_of(pair[1]), answers=[answer])
    return answer


def an_answer(
    proposal: Proposal, pair: tuple[Person, Person] | None = None, **changes: object
) -> Answer:
    """A public answer; `changes` are fields of `AnswerDraft`."""
    pair = pair or office_pair()
    answer = a_signed_answer(proposal, pair, **changes)
    publish_answers(actor=actor_of(pair[0]), answers=[answer])
    return answer
