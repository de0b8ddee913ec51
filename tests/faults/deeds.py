"""What people do, each as one service call, so that a process can be killed right before its commit.

`python -m tests.faults.deeds FACTS` does each deed in a process of its own that dies between statement and commit.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from uuid import UUID

import click
from sqlalchemy.orm import Session

from accounts.sessions.services import mails
from app import create_app
from discussion.threads.services.posting import post_comment
from kernel import database
from kernel.actors import Actor
from kernel.settings import Settings
from kernel.subjects import Subject
from participation.consultations.queries.formats import format_for
from participation.consultations.services.proposals import propose
from participation.voting import queries, services
from tests.factories import votes
from tests.factories.proposals import words

BROWSER = "browser"
Facts = dict[str, str]


def actor(facts: Facts) -> Actor:
    """Who does it."""
    return Actor(person_id=UUID(facts["person"]))


def cast(facts: Facts) -> None:
    """Put a ballot into the box."""
    votes.TOWN.people.add(UUID(facts["person"]))
    vote = queries.vote_for(actor(facts), facts["vote"])
    with votes.while_open(vote):
        services.cast_ballot(actor=actor(facts), vote=vote, choices={"o1": 1}, nonce=bytes(32))


def submit(facts: Facts) -> None:
    """Publish a proposal."""
    propose(actor=actor(facts), format_=format_for(actor(facts), facts["format"]), draft=words())


def comment(facts: Facts) -> None:
    """Say something."""
    subject = Subject("proposal", facts["proposal"])
    post_comment(actor=actor(facts), subject=subject, text="Gut.", key="einmal")


def sign_up(facts: Facts) -> None:
    """Finish an account whose address is proven."""
    mails.register(
        mail_id=UUID(facts["mail"]),
        browser=BROWSER,
        display_name="Nele",
        terms_version="1",
        device="Firefox",
    )


DEEDS: dict[str, Callable[[Facts], None]] = {
    "cast": cast,
    "submit": submit,
    "comment": comment,
    "sign up": sign_up,
}


def die(session: Session) -> None:
    """All statements have run; the commit never comes."""
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def main(facts: Facts) -> None:
    """Print the deeds whose process was killed as planned."""
    app = create_app(Settings())
    for name, deed in DEEDS.items():
        process = os.fork()
        if process == 0:
            database.before_commit(die)
            with app.app_context():
                deed(facts)
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            click.echo(name)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
