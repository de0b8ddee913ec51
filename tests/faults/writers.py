"""A process that writes as services do: `python -m tests.faults.writers NAME TIMES COMMENT_ID`."""

import sys
from uuid import UUID

from app import create_app
from discussion.threads.services.reacting import react
from kernel.actors import Actor
from kernel.database import transactional
from kernel.ids import new_id
from kernel.mail import queue_mail
from kernel.settings import Settings

EVERY = 100


@transactional
def write(key: str) -> None:
    """One short transaction."""
    queue_mail(key=key, to="a@example.org", subject="Hallo", text="Text")


def main(name: str, times: int, comment_id: UUID) -> None:
    """So many writes; every hundredth records a fact and counts a voice."""
    for number in range(times):
        if number % EVERY == 0:
            react(actor=Actor(person_id=new_id()), comment_id=comment_id, value=1)
        else:
            write(f"{name}-{number}")


if __name__ == "__main__":
    with create_app(Settings()).app_context():
        main(sys.argv[1], int(sys.argv[2]), UUID(sys.argv[3]))
