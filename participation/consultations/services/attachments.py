"""Files of a proposal: at most five, added and removed by its author while proposals are collected."""

from collections.abc import Sequence
from uuid import UUID

from kernel import clock, files
from kernel.actors import Actor
from kernel.database import locked, transactional
from kernel.errors import NotFound
from kernel.files import Kept
from participation.consultations import proposal_judge
from participation.consultations.models.proposals import Proposal


@transactional
def attach_files(*, actor: Actor, proposal: Proposal, kept: Sequence[Kept]) -> None:
    """Tie examined files to the proposal; raises TooManyFiles beyond five."""
    proposal_judge.permit(actor, "edit", locked(proposal), clock.now())
    files.attach(actor=actor, subject=proposal.subject, files=kept)


@transactional
def remove_file(*, actor: Actor, proposal: Proposal, file_id: UUID) -> None:
    """Take a file from the proposal; NotFound where it is not one of its own."""
    proposal_judge.permit(actor, "edit", locked(proposal), clock.now())
    own = files.files_of([proposal.subject])[proposal.subject]
    file = next((file for file in own if file.id == file_id), None)
    if file is None:
        raise NotFound
    files.detach(file)
