"""Who may sign for an answer as the second person."""

from uuid import UUID

from accounts.people.queries import holders_of
from accounts.roles import ADMINISTRATION, SECOND_CHECK, is_administration
from kernel.actors import SITE, Actor
from participation.consultations.models.answers import Answer, AnswerState
from participation.consultations.models.formats import Format


def may_be_second(actor: Actor, format_: Format) -> bool:
    """The role for second looks, or the administration, for the site or where the format lies."""
    return actor.has(SECOND_CHECK, *format_.scopes) or is_administration(actor, *format_.scopes)


def can_cosign(actor: Actor, answer: Answer) -> bool:
    """The person who was asked, if not the author of the draft and still in the role."""
    asked = actor.person_id == answer.cosigner_id and actor.person_id != answer.drafted_by
    return asked and may_be_second(actor, answer.proposal.format)


def waits_for(actor: Actor, answer: Answer) -> bool:
    """Whether this draft waits for this person's signature."""
    return answer.state is AnswerState.ENTWURF and can_cosign(actor, answer)


def possible_cosigners(actor: Actor, format_: Format) -> list[UUID]:
    """The people who can be asked for a second look at what the actor writes; never the actor."""
    scopes = (SITE, *format_.scopes)
    found = {*holders_of(SECOND_CHECK, *scopes), *holders_of(ADMINISTRATION, *scopes)}
    return sorted(found - {actor.person_id})
