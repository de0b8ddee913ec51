"""Answers, evaluations and outcomes as an actor may see them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import contains_eager, defer, joinedload, lazyload

from accounts.roles import ADMINISTRATION
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound, NotPermitted
from participation.consultations.models.answers import Answer, AnswerState, Evaluation, Outcome
from participation.consultations.models.formats import Format, State
from participation.consultations.models.proposals import Proposal
from participation.consultations.office_judge import waits_for
from participation.consultations.permissions import can_evaluate, can_manage
from participation.consultations.queries.formats import in_office_of, seen_by
from participation.consultations.rules.proposals import ELIGIBLE


def public_answers(proposal: Proposal) -> Sequence[Answer]:
    """What the office has said in public, oldest first; who may see the proposal, the caller knows."""
    return public_answers_to([proposal.id]).get(proposal.id, [])


def public_answers_to(proposal_ids: Collection[UUID]) -> dict[UUID, list[Answer]]:
    """Public answers by proposal, oldest first, in one statement."""
    statement = (
        select(Answer)
        .where(Answer.proposal_id.in_(proposal_ids), Answer.state == AnswerState.VEROEFFENTLICHT)
        .order_by(Answer.published_at, Answer.id)
    )
    found: dict[UUID, list[Answer]] = {}
    for answer in db.session.scalars(statement):
        found.setdefault(answer.proposal_id, []).append(answer)
    return found


def lately_decided(actor: Actor, limit: int) -> list[tuple[Proposal, datetime]]:
    """Proposals with a published decision and the time of the last answer, the latest first; one statement."""
    last = (
        select(Answer.proposal_id, func.max(Answer.published_at).label("at"))
        .where(Answer.state == AnswerState.VEROEFFENTLICHT)
        .group_by(Answer.proposal_id)
        .subquery()
    )
    statement = (
        select(Proposal, last.c.at)
        .join(last, last.c.proposal_id == Proposal.id)
        .join(Proposal.format)
        .where(seen_by(actor), Proposal.answered_at.is_not(None), Proposal.withdrawn_at.is_(None))
        .order_by(last.c.at.desc(), Proposal.id.desc())
        .limit(limit)
        .options(
            contains_eager(Proposal.format).options(lazyload("*")),
            defer(Proposal.text),
            defer(Proposal.text_html),
        )
    )
    return [(row.Proposal, row.at) for row in db.session.execute(statement)]


def outcomes_of(proposal: Proposal) -> Sequence[Outcome]:
    """What votes made of the proposal, oldest first."""
    statement = select(Outcome).where(Outcome.proposal_id == proposal.id)
    return db.session.scalars(statement.order_by(Outcome.at)).all()


def unanswered(format_: Format) -> Sequence[Proposal]:
    """Proposals that wait for a decision, oldest first, without those whose answer is underway."""
    statement = (
        select(Proposal)
        .where(
            Proposal.format_id == format_.id,
            Proposal.answered_at.is_(None),
            Proposal.withdrawn_at.is_(None),
            Proposal.id.not_in(_underway()),
        )
        .options(joinedload(Proposal.category))
        .order_by(Proposal.number)
    )
    return db.session.scalars(statement).all()


def answered(format_: Format) -> Sequence[Proposal]:
    """Proposals with a decision, by number; they can get a further answer."""
    statement = select(Proposal).where(
        Proposal.format_id == format_.id,
        Proposal.answered_at.is_not(None),
        Proposal.withdrawn_at.is_(None),
    )
    return db.session.scalars(statement.order_by(Proposal.number)).all()


def open_answers(format_: Format) -> Sequence[Answer]:
    """Unpublished answers with their proposals, by number."""
    statement = (
        select(Answer)
        .join(Answer.proposal)
        .where(Proposal.format_id == format_.id, Answer.state != AnswerState.VEROEFFENTLICHT)
        .options(contains_eager(Answer.proposal))
        .order_by(Proposal.number)
    )
    return db.session.scalars(statement).all()


def signed_answers(format_: Format) -> Sequence[Answer]:
    """What could be published now, by number."""
    ready = AnswerState.MITGEZEICHNET
    return [answer for answer in open_answers(format_) if answer.state is ready]


def answer_to_manage(actor: Actor, answer_id: UUID, *, even_public: bool = False) -> Answer:
    """An unpublished answer for the office in charge; a public one only for who still holds its form."""
    answer = db.session.get(Answer, answer_id) if even_public else _open_answer(answer_id)
    if answer is None or not can_manage(actor, answer.proposal.format):
        raise NotFound
    return answer


def answer_to_cosign(actor: Actor, answer_id: UUID) -> Answer:
    """An answer that waits for this person's signature."""
    answer = _open_answer(answer_id)
    if not waits_for(actor, answer):
        raise NotFound
    return answer


def answers_to_cosign(actor: Actor) -> Sequence[Answer]:
    """All drafts that wait for this person's signature, oldest first."""
    statement = (
        select(Answer)
        .join(Answer.proposal)
        .where(Answer.cosigner_id == actor.person_id, Answer.state == AnswerState.ENTWURF)
        .options(contains_eager(Answer.proposal).joinedload(Proposal.format))
        .order_by(Answer.drafted_at, Answer.id)
    )
    return [answer for answer in db.session.scalars(statement) if waits_for(actor, answer)]


def evaluations_for(actor: Actor, proposals: Collection[Proposal]) -> dict[UUID, list[Evaluation]]:
    """What evaluators found out, by proposal, in one statement; NotPermitted for who does not evaluate there."""
    if not all(can_evaluate(actor, proposal.format) for proposal in proposals):
        raise NotPermitted
    found: dict[UUID, list[Evaluation]] = {proposal.id: [] for proposal in proposals}
    statement = select(Evaluation).where(Evaluation.proposal_id.in_(found))
    for evaluation in db.session.scalars(statement.order_by(Evaluation.at)):
        found[evaluation.proposal_id].append(evaluation)
    return found


def eligible_proposals(format_: Format) -> Sequence[Proposal]:
    """What a budget vote can be about: accepted, with a cost, not withdrawn; by number."""
    statement = select(Proposal).where(
        Proposal.format_id == format_.id,
        Proposal.status.in_(ELIGIBLE),
        Proposal.cost_cents > 0,
        Proposal.withdrawn_at.is_(None),
    )
    return db.session.scalars(statement.order_by(Proposal.number)).all()


def waiting_by_format(actor: Actor) -> list[tuple[Format, int, datetime]]:
    """For each format in the actor's office: how many proposals lack a decision, and from when the oldest is."""
    return _counted(actor, func.min(Proposal.created_at))


def owed_by_format(actor: Actor) -> list[tuple[Format, int, int, datetime | None]]:
    """For each format in the actor's office: how many proposals have neither a decision nor an answer underway.

    Then how many of these met the threshold of signatures, and when the first did.
    """
    reached = Proposal.threshold_reached_at
    free = Proposal.id.not_in(_underway())
    return _counted(actor, func.count(reached), func.min(reached), only=free)


def underway_by_format(actor: Actor) -> list[tuple[Format, AnswerState, int, datetime]]:
    """For each format in the actor's office and each step before the publication: how many answers, since when."""
    since = func.coalesce(Answer.cosigned_at, Answer.drafted_at)
    counted = (
        select(
            Proposal.format_id,
            Answer.state,
            func.count().label("number"),
            func.min(since).label("since"),
        )
        .join(Answer.proposal)
        .where(Answer.state != AnswerState.VEROEFFENTLICHT)
        .group_by(Proposal.format_id, Answer.state)
        .subquery()
    )
    return _in_office(actor, counted)


def _counted(
    actor: Actor, *more: ColumnElement[Any], only: ColumnElement[bool] | None = None
) -> list[Any]:
    undecided = [Proposal.answered_at.is_(None), Proposal.withdrawn_at.is_(None)]
    counted = (
        select(Proposal.format_id, func.count().label("number"), *more)
        .where(*undecided, *([] if only is None else [only]))
        .group_by(Proposal.format_id)
        .subquery()
    )
    return _in_office(actor, counted)


def _in_office(actor: Actor, counted: Subquery) -> list[Any]:
    """What was counted by format, for the formats in the actor's office; the oldest first."""
    _format_id, *columns = counted.c
    statement = (
        select(Format, *columns)
        .join(counted, counted.c.format_id == Format.id)
        .where(in_office_of(actor, ADMINISTRATION), Format.state == State.VEROEFFENTLICHT)
        .options(lazyload(Format.categories), lazyload(Format.responsibles))
        .order_by(columns[-1], Format.id)
    )
    return [tuple(row) for row in db.session.execute(statement)]


def _underway() -> Select[UUID]:
    return select(Answer.proposal_id).where(Answer.state != AnswerState.VEROEFFENTLICHT)


def _open_answer(answer_id: UUID) -> Answer:
    answer = db.session.get(Answer, answer_id)
    if answer is None or answer.is_public:
        raise NotFound
    return answer
