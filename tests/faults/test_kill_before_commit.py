"""A process killed between statement and commit leaves nothing; the same deed done again succeeds."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from accounts.sessions.services import mails
from kernel.database import Base, db
from kernel.mail import latest_mails
from kernel.verify import faults
from tests.factories import votes
from tests.factories.people import person
from tests.factories.proposals import a_proposal
from tests.faults.deeds import BROWSER, DEEDS
from tests.support.own_settings import environment_of
from tests.support.source_tree import ROOT


@pytest.fixture
def facts(real_app):
    """A person with everything needed for the deeds."""
    with real_app.app_context():
        anna, proposal = person("Anna"), a_proposal()
        votes.new_town(0)
        votes.TOWN.people.add(anna.id)
        yield {
            "person": str(anna.id),
            "vote": votes.open_vote().slug,
            "format": proposal.format.slug,
            "proposal": str(proposal.id),
            "mail": str(proven_address()),
        }


def proven_address():
    """The mail of a newcomer who has typed its code."""
    mail_id = mails.send_login_mail(
        email="nele@example.org", browser=BROWSER, next_address="/", link_to=lambda _token: "/link"
    )
    code = latest_mails(1)[0].text.split(": ")[1][:6]
    mails.enter_by_code(mail_id=mail_id, browser=BROWSER, code=code, device="Firefox")
    return mail_id


def sizes() -> dict[str, int]:
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    return {t.name: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def killed(app, facts) -> list[str]:
    """The deeds that were begun in another process and killed before their commit."""
    command = [sys.executable, "-m", "tests.faults.deeds", json.dumps(facts)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment_of(app), capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.race
def test_a_kill_before_the_commit_leaves_nothing_and_the_deed_can_be_done_again(
    real_app, facts
) -> None:
    before = sizes()
    assert killed(real_app, facts) == list(DEEDS)
    assert sizes() == before
    assert not any(faults().values())
    for name, deed in DEEDS.items():
        deed(facts)
        after = sizes()
        assert sum(after.values()) > sum(before.values()), name
        before = after
    assert not any(faults().values())
