"""What is withdrawn shows in no answer from its commit on, long before the index has followed."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from flask import current_app
from sqlalchemy import insert

from discussion.threads.services.correcting import edit_comment
from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.posting import post_comment
from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.events import EventRow, chain_head
from kernel.ids import new_id
from kernel.subjects import Subject
from participation.consultations.models.formats import Visibility
from participation.consultations.services.drafts import draft_of
from participation.consultations.services.formats import edit_format
from search_index import pending, projector, service
from search_index.port import FACETS, Question
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_format
from tests.factories.proposals import a_proposal
from tests.factories.speaking import a_talk
from tests.factories.talk import write

CANARY = "Zebrastreifenkanarienvogel"


@pytest.fixture
def index(app, database, tmp_path, monkeypatch):
    found = WhooshIndex(tmp_path / "search", today=lambda: date(2026, 11, 22))
    monkeypatch.setitem(app.extensions, service.EXTENSION, found)
    catch_up(found)
    yield found
    found.close()


def catch_up(index) -> None:
    while projector.project(index):
        pass


def asked(text: str):
    return service.find(ANONYMOUS, Question(text=text, facets=FACETS))


def is_silent() -> None:
    """No hit, count, filter, correction, suggestion, similar thing or way on tells of the canary."""
    for text in (CANARY, CANARY[:-1], CANARY[:8], f'"{CANARY}"', f"{CANARY} art:beitrag"):
        answer = asked(text)
        assert (answer.total, answer.total_all_words, answer.hits) == (0, 0, ())
        assert not any(answer.facets.values())
        assert answer.did_you_mean is None
        assert {way.dropped for way in answer.relaxations} <= {f'"{CANARY}"'}
    assert service.suggest(ANONYMOUS, CANARY[:8]) == ()
    assert service.similar_to_text(ANONYMOUS, CANARY, kinds=frozenset({"comment"})) == []


@pytest.fixture
def proposal(index):
    return a_proposal(a_format())


def talk_about(subject, text=f"Der {CANARY} hat Recht.", by=None):
    return post_comment(actor=by or a_citizen(), subject=subject, text=text)


def make_internal(format_) -> None:
    draft = replace(draft_of(format_), visibility=Visibility.INTERN)
    edit_format(actor=an_official(), format_=format_, based_on=format_.version, draft=draft)


def test_a_hidden_comment_moves_nothing_before_the_index_knows(index, proposal) -> None:
    comment_id = talk_about(proposal.subject)
    catch_up(index)
    assert asked(CANARY).total == 1
    moderator = an_official(role="moderator")
    hide_comment(actor=moderator, comment_id=comment_id, reason="Greift andere an.")
    is_silent()
    catch_up(index)
    is_silent()


def test_words_taken_out_of_a_text_are_not_shown_before_the_index_knows(index, proposal) -> None:
    anna = a_citizen()
    comment_id = talk_about(proposal.subject, by=anna)
    catch_up(index)
    edit_comment(actor=anna, comment_id=comment_id, text="Nichts für ungut.", based_on=1)
    is_silent()
    catch_up(index)
    assert asked("ungut").total == 1


def test_what_is_said_below_a_closed_format_vanishes_with_it(index, proposal) -> None:
    talk_about(proposal.subject)
    talk_about(proposal.format.subject)
    catch_up(index)
    assert asked(CANARY).total == 2
    make_internal(proposal.format)
    is_silent()
    assert asked(proposal.title).total == 0
    catch_up(index)
    assert list(index.fingerprints()) == []


def test_far_behind_everything_touched_is_hidden_unseen(index, proposal, monkeypatch) -> None:
    talk_about(proposal.subject)
    catch_up(index)
    monkeypatch.setattr("search_index.pending.COMPARED", 0)
    make_internal(proposal.format)
    is_silent()


def fall_behind(events: int) -> None:
    """So many events about things that may be found, as if no worker had run for days."""
    seq, last_hash = chain_head(db.session())
    rows = [
        {
            "seq": seq + n,
            "id": new_id(),
            "kind": "proposal.supported",
            "subject_kind": "proposal",
            "subject_id": str(1_000_000 + n),
            "audience": ["public"],
            "payload": {},
            "at": clock.now(),
            "prev_hash": last_hash,
            "hash": f"{n}",
        }
        for n in range(1, events + 1)
    ]
    db.session.execute(insert(EventRow), rows)


def test_days_behind_the_index_answers_nothing_and_says_so(index, proposal) -> None:
    comment_id = talk_about(proposal.subject)
    catch_up(index)
    assert (asked(CANARY).total, service.is_being_built()) == (1, False)
    hide_comment(actor=an_official(role="moderator"), comment_id=comment_id, reason="Beleidigt.")
    fall_behind(pending.FARTHEST + 1)
    is_silent()
    assert (asked(proposal.title).total, service.is_being_built()) == (0, True)
    page = current_app.test_client().get("/suche", query_string={"q": CANARY})
    assert (page.status_code, "wird gerade aufgebaut" in page.text) == (200, True)


def test_no_statement_takes_more_things_than_a_database_allows(
    index, proposal, monkeypatch
) -> None:
    comment_id = talk_about(proposal.subject)
    catch_up(index)
    make_internal(proposal.format)
    monkeypatch.setattr("search_index.pending.FARTHEST", 10**6)
    fall_behind(40_001)
    found = pending.unsettled(index)
    assert {proposal.subject, Subject("comment", str(comment_id))} <= found
    assert len(found) > 40_001


def test_what_is_unsettled_is_looked_up_once_while_nothing_changes(
    index, proposal, monkeypatch
) -> None:
    talk_about(proposal.format.subject)
    looked = []
    look = pending._look
    monkeypatch.setattr(pending, "_look", lambda *args: looked.append(args) or look(*args))
    for _ in range(3):
        asked(CANARY)
    assert len(looked) == 1
    talk_about(proposal.subject, "Noch etwas.")
    asked(CANARY)
    assert len(looked) == 2


def test_what_an_event_leaves_as_it_was_stays_found(index, proposal) -> None:
    catch_up(index)
    talk_about(proposal.subject, "Gute Idee.")
    assert proposal.subject in {hit.subject for hit in asked(proposal.title).hits}


def test_a_new_title_reaches_what_is_said_below(index, proposal) -> None:
    talk_about(proposal.format.subject)
    catch_up(index)
    format_ = proposal.format
    draft = replace(draft_of(format_), title="Leuchtturmwärter gesucht")
    edit_format(actor=an_official(), format_=format_, based_on=format_.version, draft=draft)
    catch_up(index)
    assert {hit.parent for hit in asked(CANARY).hits} == {"Leuchtturmwärter gesucht"}
    shutil.rmtree(index._folders.root)
    catch_up(index)
    assert asked(CANARY).total == 1


def test_what_is_written_in_the_room_of_a_meeting_is_found_by_nobody(index) -> None:
    talk = a_talk()
    write(talk, "anna", f"Der {CANARY} kommt.")
    catch_up(index)
    is_silent()
    answer = service.find(talk.made.actor("anna"), Question(text=CANARY, facets=FACETS))
    assert answer.total == 0
