"""Cards for load tests: their holders vote at once, and the roll says that it grew."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from kernel.actors import SYSTEM
from kernel.database import db
from kernel.errors import NotPermitted
from kernel.events import EventRow
from participation.engagement_card.cli import give_cards
from participation.engagement_card.electorate import CardHolders
from participation.voting import services
from participation.voting.models import RollEntry, Vote
from participation.voting.rules import secrecy
from tests.factories import votes
from tests.factories.people import actor_of, person

Database = scoped_session[Session]


def open_vote_of_card_holders() -> Vote:
    give_cards([person("Anna").id])
    draft = replace(votes.draft_of(), electorate=CardHolders.name)
    options = [services.OptionDraft(f"o{n}", f"Angebot {n}", 60_00) for n in (1, 2)]
    vote = services.prepare_vote(actor=votes.ELECTION_OFFICE, draft=draft, options=options)
    services.announce_vote(actor=votes.ELECTION_OFFICE, vote=vote)
    with votes.while_open(vote):
        return services.open_vote(actor=votes.ELECTION_OFFICE, vote=vote)


def test_seeded_card_holders_vote_where_a_vote_runs(database: Database) -> None:
    vote, ben = open_vote_of_card_holders(), person("Ben")
    with votes.while_open(vote):
        give_cards([ben.id])
        assert votes.cast(vote, actor_of(ben), "o1").counter == 1
    tags = sorted(db.session.scalars(select(RollEntry.tag)))
    assert (vote.roll_size, vote.roll_hash) == (2, secrecy.roll_fingerprint(tags))
    last = select(EventRow).where(EventRow.kind == "vote.roll_extended")
    assert db.session.scalars(last).one().payload["roll_size"] == 2


def test_a_vote_of_others_or_past_its_end_keeps_its_roll(database: Database) -> None:
    ended = open_vote_of_card_holders()
    votes.new_town(1)
    of_others = votes.open_vote()
    with votes.after_close(ended):
        give_cards([person("Ben").id])
    with votes.while_open(of_others):
        give_cards([person("Cem").id])
    assert of_others.roll_size == 1


def test_nobody_but_a_command_extends_a_roll(database: Database) -> None:
    with pytest.raises(NotPermitted):
        services.extend_open_rolls(
            actor=votes.ELECTION_OFFICE, electorate=CardHolders.name, voter_keys=["x"]
        )
    assert services.extend_open_rolls(actor=SYSTEM, electorate="nobody", voter_keys=["x"]) == 0
