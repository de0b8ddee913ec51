"""Sessions follow what happens to people, in the same transaction."""

from functools import partial
from uuid import UUID

from accounts.sessions.memory import memory
from accounts.sessions.services.sessions import end_all, end_tokens
from kernel.actors import Actor
from kernel.database import after_commit
from kernel.events import EventRow, on


def _recorder(row: EventRow) -> Actor:
    return Actor(row.actor_id)


@on("person.disabled", inside=True)
@on("role.granted", inside=True)
def begin_anew(row: EventRow) -> None:
    """A closed account is out at once; more rights need a new sign-in, so that an old cookie never gains them."""
    end_all(actor=_recorder(row), person_id=UUID(row.payload["person_id"]))


@on("person.disabled", inside=True)
def end_programs(row: EventRow) -> None:
    """A closed account that is opened again does not bring its old keys back."""
    end_tokens(actor=_recorder(row), person_id=UUID(row.payload["person_id"]))


@on("person.password_changed", inside=True)
def end_the_others(row: EventRow) -> None:
    """Who changes the password puts out whoever knew the old one."""
    kept = row.payload["kept_session"]
    end_all(
        actor=_recorder(row),
        person_id=UUID(row.payload["person_id"]),
        but=UUID(kept) if kept else None,
    )


@on("person.renamed", inside=True)
@on("role.ended", inside=True)
def load_anew(row: EventRow) -> None:
    """Fewer rights and another name hold with the next request."""
    after_commit(partial(memory.forget_person, UUID(row.payload["person_id"])))
