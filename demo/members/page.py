"""A member's open page of a shared text, as their device holds it: a copy and a client id of its own."""

from uuid import UUID

from kernel.actors import Actor
from roundtable.minutes.queries import doc_for
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.updates import NewUpdate
from roundtable.minutes.services.writing import join_doc, write_update
from roundtable.minutes.ydoc import SharedText, fresh_client


class Page:
    """One person's page of one text. After a refusal it is thrown away: it holds words that nobody else has."""

    def __init__(self, actor: Actor, doc_id: UUID) -> None:
        self._actor = actor
        self._doc_id = doc_id
        self._epoch: int | None = None
        self._copy = SharedText(fresh_client())

    def read(self) -> str:
        """The text as it is stored now; raises a refusal where it is closed to the person, or was begun anew."""
        state = join_doc(
            actor=self._actor,
            doc=doc_for(self._actor, self._doc_id),
            epoch=self._epoch,
            client=self._copy.client,
            state_vector=self._copy.state_vector(),
        )
        self._copy.replay(state.diff)
        self._epoch = state.epoch
        return self._copy.text

    def write(self, text: str, update_id: UUID) -> None:
        """Edit what was read until it says this, and send the edit; raises DocRefused."""
        if self._epoch is None:
            raise RuntimeError("Read before you write.")
        update = self._copy.become(text)
        stamp = Stamp(update_id, self._actor.person_id, "live")
        sent = NewUpdate(self._doc_id, self._epoch, self._copy.client, stamp, update)
        write_update(actor=self._actor, update=sent)
