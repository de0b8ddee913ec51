"""Official answers: evaluated, drafted, signed by the second person, published."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.shapes import Answer, Format, Proposal
from participation.consultations.models.answers import Feasibility
from participation.consultations.rules.proposals import Status
from participation.consultations.services.answers import (
    AnswerDraft,
    cosign_answers,
    draft_answers,
    open_answer_of,
    publish_answers,
)
from participation.consultations.services.evaluations import Findings, evaluate_proposal

DRAFTED_BEFORE = timedelta(hours=3)
COSIGNED_BEFORE = timedelta(minutes=40)


def deeds(world: World) -> Iterator[Deed]:
    """Each answer takes the way of the office."""
    for proposal in world.content.proposals:
        for answer in proposal.answers:
            yield from _way_of(world, proposal, answer)


def _way_of(world: World, proposal: Proposal, answer: Answer) -> Iterator[Deed]:
    given = world.at(answer.given)
    yield Deed(given - DRAFTED_BEFORE, partial(_draft, world, proposal, answer))
    if answer.waits:
        return
    yield Deed(given - COSIGNED_BEFORE, partial(_cosign, world, proposal, answer))
    yield Deed(given, partial(_publish, world, proposal, answer))


def _draft(world: World, proposal: Proposal, answer: Answer) -> None:
    author, second = _pair(world, proposal, answer)
    if author != answer.by:
        _evaluate(world, proposal, answer)
    draft = AnswerDraft(
        status=Status(answer.status), text=answer.reason, cost_cents=answer.cost_cents
    )
    draft_answers(
        actor=world.actor(author),
        drafts=[(world.proposal(proposal.key), draft)],
        cosigner_id=world.person_id(second),
    )


def _evaluate(world: World, proposal: Proposal, answer: Answer) -> None:
    """Who evaluates does not answer: the findings go to the responsible person."""
    evaluate_proposal(
        actor=world.actor(answer.by),
        proposal=world.proposal(proposal.key),
        findings=Findings(feasible=Feasibility.WENN, notes=answer.reason),
    )


def _cosign(world: World, proposal: Proposal, answer: Answer) -> None:
    _author, second = _pair(world, proposal, answer)
    if draft := open_answer_of(world.proposal(proposal.key)):
        cosign_answers(actor=world.actor(second), answers=[draft])


def _publish(world: World, proposal: Proposal, answer: Answer) -> None:
    author, _second = _pair(world, proposal, answer)
    if draft := open_answer_of(world.proposal(proposal.key)):
        publish_answers(actor=world.actor(author), answers=[draft])


def _pair(world: World, proposal: Proposal, answer: Answer) -> tuple[str, str]:
    """Who writes and who signs: the responsible person and the deputy of the format, in one order or the other."""
    format_: Format = world.format_shape(proposal.format)
    one, two = format_.responsible.person, format_.deputy.person
    return (two, one) if answer.by == two else (one, two)
