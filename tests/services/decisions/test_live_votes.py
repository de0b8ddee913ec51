"""A vote in a meeting: written, opened, cast, closed, counted, announced, aborted."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.live.rooms import told
from kernel.text import UnreadableCharacter
from roundtable.decisions import services, tally
from roundtable.decisions.errors import (
    AlreadyVoted,
    AnotherVoteIsOpen,
    CountChanged,
    CountUnconfirmed,
    NoSuchChoice,
    NoSuchItem,
    NothingToCount,
    ReasonIsMissing,
    TooLateToPrepare,
    TooManyCounted,
    VoteChanged,
    VoteHindered,
    VoteNotOpen,
    VoteStep,
)
from roundtable.decisions.models import HandCount, LiveBallot
from roundtable.decisions.queries import vote_for
from roundtable.decisions.rules.votes import Choice, Mode, State
from roundtable.decisions.services import VoteDraft
from roundtable.meetings import services as meeting_services
from roundtable.meetings.errors import MeetingHindered
from roundtable.meetings.rules.results import Counts, Rule
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.telling import room_of
from roundtable.tables.services.seats import add_deputy
from tests.factories import people
from tests.factories.decisions import DURING, TEXT, a_sitting, call
from tests.factories.meetings import MEETS_AT, a_deputy, at

pytestmark = pytest.mark.usefixtures("database")

JA, NEIN, ENTHALTUNG = Choice.DAFUER, Choice.DAGEGEN, Choice.ENTHALTUNG


def kinds() -> list[str]:
    rows = db.session.scalars(select(EventRow.kind).order_by(EventRow.seq))
    return [kind.removeprefix("live_vote.") for kind in rows if kind.startswith("live_vote.")]


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_whole_life_of_a_vote() -> None:
    sitting = a_sitting(present=("ben",))
    vote = sitting.opened()
    assert (vote.text_hash, vote.opened_at) == (hashlib.sha256(TEXT.encode()).hexdigest(), DURING)
    assert [voter.number for voter in vote.voters] == [1, 3, 4]
    for who, choice in (("chair", JA), ("anna", JA), ("ben", NEIN)):
        sitting.cast(vote, who, choice)
    for _again in range(2):
        assert sitting.do(services.close_vote, vote=vote).state is State.GESCHLOSSEN
    for _again in range(2):
        assert sitting.do(services.announce_vote, vote=vote).outcome == "angenommen"
    assert kinds() == ["prepared", "opened", "cast", "cast", "cast", "closed", "announced"]
    assert dict(tally.figures(vote)) == {"Ja": 2, "Nein": 1, "Enthaltung": 0}
    assert tally.leanings_of(vote) == {
        "Unternehmen": "geteilt",
        "Zivilgesellschaft": "mehrheitlich dafür",
    }
    assert [(line.name, line.choice) for line in tally.lines_of(vote)] == [
        ("Chair", "Ja"),
        ("Anna", "Ja"),
        ("Ben", "Nein"),
    ]


def test_no_event_says_what_somebody_chose() -> None:
    sitting = a_sitting()
    sitting.announced(JA, NEIN)
    payloads = db.session.scalars(select(EventRow.payload).where(EventRow.kind == "live_vote.cast"))
    assert [sorted(payload) for payload in payloads] == [["cast", "vote_id"]] * 2


def test_opening_needs_a_running_meeting_the_item_and_a_quorum() -> None:
    sitting = a_sitting()
    vote = sitting.prepared()
    with pytest.raises(NotPermitted):
        sitting.do(services.open_vote, "secretary", vote=vote)
    sitting.do(meeting_services.interrupt_meeting, meeting=sitting.meeting)
    with pytest.raises(VoteHindered, match="Sitzung läuft"):
        sitting.do(services.open_vote, vote=vote)
    sitting.do(meeting_services.resume_meeting, meeting=sitting.meeting)
    call(sitting, sitting.item, ItemState.GEPLANT)
    with pytest.raises(VoteHindered, match="rufen Sie zuerst"):
        sitting.do(services.open_vote, vote=vote)
    call(sitting, sitting.item, ItemState.AUFGERUFEN)
    gone = {"seat_id": sitting.made.seat_id("anna"), "inward": False}
    sitting.do(meeting_services.note_presence, meeting=sitting.meeting, **gone)
    with pytest.raises(VoteHindered, match="nicht beschlussfähig"):
        sitting.do(services.open_vote, vote=vote)


def test_one_vote_is_open_at_a_time() -> None:
    sitting = a_sitting()
    sitting.opened()
    second = sitting.prepared()
    assert second.running == 2
    with pytest.raises(AnotherVoteIsOpen):
        sitting.do(services.open_vote, vote=second)


def test_who_comes_later_does_not_vote() -> None:
    sitting = a_sitting()
    vote = sitting.opened()
    late = {"seat_id": sitting.made.seat_id("ben"), "inward": True}
    sitting.do(meeting_services.note_presence, meeting=sitting.meeting, **late)
    for who in ("ben", "secretary", "guest"):
        with pytest.raises(NotPermitted):
            sitting.cast(vote, who, JA)


def test_who_lost_the_seat_meanwhile_does_not_vote() -> None:
    sitting = a_sitting()
    vote = sitting.opened()
    in_transaction(lambda: setattr(sitting.made.seats["anna"], "ends_at", DURING))
    with pytest.raises(NotPermitted):
        sitting.cast(vote, "anna", JA)


def test_who_lost_the_seat_reads_a_nonpublic_vote_no_more() -> None:
    sitting = a_sitting(public=False)
    vote, anna = sitting.opened(), sitting.made.actor("anna")
    place = (sitting.made.table.slug, sitting.meeting.nr, vote.id)
    in_transaction(lambda: setattr(sitting.made.seats["anna"], "ends_at", DURING))
    with at(DURING), pytest.raises(NotFound):
        vote_for(anna, *place)


def test_who_stood_in_and_left_votes_until_the_close_and_reads_nothing_then() -> None:
    sitting = a_sitting(public=False)
    a_deputy(sitting.made, "ben")
    seat = {"meeting": sitting.meeting, "seat_id": sitting.made.seat_id("ben")}
    note = meeting_services.note_presence
    sitting.do(note, inward=True, deputy_name="Mia Wolf", **seat)
    vote = sitting.opened()
    sitting.do(note, inward=False, **seat)
    sitting.cast(vote, "mia", JA)
    place = (sitting.made.table.slug, sitting.meeting.nr, vote.id)
    with at(DURING):
        assert vote_for(sitting.made.actor("mia"), *place) is vote
    sitting.do(services.close_vote, vote=vote)
    with at(DURING), pytest.raises(NotFound):
        vote_for(sitting.made.actor("mia"), *place)


def test_a_reason_that_cannot_be_read_is_refused() -> None:
    sitting = a_sitting()
    vote = sitting.opened(rule=Rule.KONSENS)
    with pytest.raises(UnreadableCharacter):
        sitting.cast(vote, "anna", NEIN, reason="Das\x00zahlt niemand.")
    assert rows(LiveBallot) == 0


def test_one_seat_one_vote_and_a_retry_gets_the_first_answer() -> None:
    sitting = a_sitting()
    vote, key = sitting.opened(), new_id()
    first = sitting.cast(vote, "anna", JA, key=key)
    assert sitting.cast(vote, "anna", NEIN, key=key).id == first.id
    with pytest.raises(AlreadyVoted) as refused:
        sitting.cast(vote, "anna", NEIN)
    assert (refused.value.code, refused.value.why) == ("closed", "schon_abgestimmt")
    sitting.do(services.close_vote, vote=vote)
    assert sitting.cast(vote, "anna", NEIN, key=key).choice is JA
    with pytest.raises(VoteNotOpen):
        sitting.cast(vote, "chair", JA)
    assert rows(LiveBallot) == 1


def test_a_confirmed_deputy_with_an_account_votes_and_one_without_raises_a_hand() -> None:
    sitting = a_sitting()
    mia = people.person("Mia Wolf")
    add_deputy(
        actor=people.actor(role="administration"), seat=sitting.made.seats["ben"], person_id=mia.id
    )
    here = {"seat_id": sitting.made.seat_id("ben"), "inward": True}
    sitting.do(
        meeting_services.note_presence, meeting=sitting.meeting, deputy_name="Mia Wolf", **here
    )
    vote = sitting.opened()
    with at(DURING):
        services.cast_ballot(actor=people.actor_of(mia), vote=vote, key=new_id(), choice=JA)
    assert [line.name for line in tally.lines_of(vote)] == ["Chair", "Anna", "Mia Wolf"]
    with pytest.raises(NotPermitted):
        sitting.cast(vote, "ben", JA)
    sitting.do(services.close_vote, vote=vote)
    away = {**here, "inward": False}
    sitting.do(meeting_services.note_presence, meeting=sitting.meeting, **away)
    sitting.do(meeting_services.note_presence, meeting=sitting.meeting, deputy_name="Jo", **here)
    second = sitting.opened(mode=Mode.HANDZEICHEN)
    assert [voter.person_id is None for voter in second.voters] == [False, False, True]


def test_a_veto_says_why_and_stops_a_consensus() -> None:
    sitting = a_sitting(present=("ben",))
    vote = sitting.opened(rule=Rule.KONSENS)
    with pytest.raises(ReasonIsMissing):
        sitting.cast(vote, "anna", NEIN, reason="  ")
    sitting.cast(vote, "anna", NEIN, reason="Das zahlt niemand.")
    sitting.cast(vote, "chair", Choice.BEDENKEN)
    sitting.cast(vote, "ben", JA)
    sitting.do(services.close_vote, vote=vote)
    assert sitting.do(services.announce_vote, vote=vote).outcome == "abgelehnt"
    assert "Das zahlt niemand." in [line.reason for line in tally.lines_of(vote)]


def test_concerns_are_no_choice_of_a_majority() -> None:
    sitting = a_sitting()
    with pytest.raises(NoSuchChoice):
        sitting.cast(sitting.opened(), "anna", Choice.BEDENKEN)


def test_hands_are_counted_by_one_and_confirmed_by_the_chair() -> None:
    sitting = a_sitting(present=("ben",))
    vote = sitting.opened(mode=Mode.HANDZEICHEN)
    sitting.cast(vote, "anna", JA)
    enter = {"deed": services.enter_count, "who": "secretary", "vote": vote}
    with pytest.raises(VoteStep):
        sitting.do(**enter, counts=Counts(yes=1))
    sitting.do(services.close_vote, vote=vote)
    with pytest.raises(CountUnconfirmed):
        sitting.do(services.announce_vote, vote=vote)
    with pytest.raises(TooManyCounted):
        sitting.do(**enter, counts=Counts(yes=1, no=2))
    for counts in (Counts(concerns=1), Counts(invalid=1)):
        with pytest.raises(NothingToCount):
            sitting.do(**enter, counts=counts)
    first = sitting.do(**enter, counts=Counts(no=2)).version
    sitting.do(**enter, counts=Counts(yes=1, no=1))
    with pytest.raises(NotPermitted):
        sitting.do(services.confirm_count, "secretary", vote=vote, based_on=first)
    with pytest.raises(CountChanged):
        sitting.do(services.confirm_count, vote=vote, based_on=first)
    with pytest.raises(CountUnconfirmed):
        sitting.do(services.announce_vote, vote=vote)
    now = vote.hand_count.version
    for _again in range(2):
        assert sitting.do(services.confirm_count, vote=vote, based_on=now).confirmed_at == DURING
    assert sitting.do(services.announce_vote, vote=vote).outcome == "angenommen"
    assert dict(tally.figures(vote)) == {"Ja": 2, "Nein": 1, "Enthaltung": 0}
    assert tally.leanings_of(vote) == {"Zivilgesellschaft": "mehrheitlich dafür"}


def test_a_new_count_wants_a_new_confirmation() -> None:
    sitting = a_sitting()
    vote = sitting.opened(mode=Mode.PAPIER)
    sitting.do(services.close_vote, vote=vote)
    count = sitting.do(services.enter_count, vote=vote, counts=Counts(yes=1, invalid=1))
    sitting.do(services.confirm_count, vote=vote, based_on=count.version)
    sitting.do(services.enter_count, vote=vote, counts=Counts(no=2))
    with pytest.raises(CountUnconfirmed):
        sitting.do(services.announce_vote, vote=vote)


def test_nobody_confirms_what_was_not_counted() -> None:
    sitting = a_sitting()
    with pytest.raises(NotFound):
        sitting.do(services.confirm_count, vote=sitting.opened(), based_on=1)


def test_an_aborted_vote_keeps_no_ballot() -> None:
    sitting = a_sitting()
    vote = sitting.opened(mode=Mode.PAPIER)
    sitting.cast(vote, "anna", JA)
    sitting.do(services.close_vote, vote=vote)
    sitting.do(services.enter_count, vote=vote, counts=Counts(yes=1))
    with pytest.raises(ReasonIsMissing):
        sitting.do(services.abort_vote, vote=vote, reason=" ")
    with pytest.raises(NotPermitted):
        sitting.do(services.abort_vote, "secretary", vote=vote, reason="Verzählt")
    sitting.do(services.abort_vote, vote=vote, reason="Verzählt")
    assert (vote.state, vote.reason) == (State.ABGEBROCHEN, "Verzählt")
    assert (rows(LiveBallot), rows(HandCount)) == (0, 0)
    for deed in (services.close_vote, services.announce_vote):
        with pytest.raises(VoteStep):
            sitting.do(deed, vote=vote)


def test_item_and_meeting_wait_for_the_announcement() -> None:
    sitting = a_sitting()
    vote = sitting.opened()
    for deed in (services.close_vote, services.announce_vote):
        with pytest.raises(MeetingHindered, match="nicht zu Ende"):
            call(sitting, sitting.item, ItemState.BERATEN)
        with pytest.raises(MeetingHindered, match="nicht zu Ende"):
            sitting.do(meeting_services.close_meeting, meeting=sitting.meeting)
        sitting.do(deed, vote=vote)
    call(sitting, sitting.item, ItemState.BERATEN)
    closed = sitting.do(meeting_services.close_meeting, meeting=sitting.meeting)
    assert {item.state for item in closed.items} == {"beraten", "vertagt"}


def test_a_question_changes_until_it_is_opened() -> None:
    sitting = a_sitting()
    vote = sitting.prepared()
    draft = VoteDraft(sitting.item.id, "Neu", "Neuer Text", Rule.KONSENS)
    opened_on = vote.version
    edit = {"deed": services.edit_vote, "who": "secretary", "vote": vote, "draft": draft}
    assert sitting.do(**edit, based_on=opened_on).text == "Neuer Text"
    with pytest.raises(VoteChanged):
        sitting.do(**edit, based_on=opened_on)
    sitting.do(services.open_vote, vote=vote)
    with pytest.raises(VoteStep):
        sitting.do(**edit, based_on=vote.version)


def test_questions_belong_to_items_that_are_ahead_and_are_written_by_preparers() -> None:
    sitting, other = a_sitting(), a_sitting()
    with pytest.raises(NoSuchItem):
        sitting.prepared(item_id=other.item.id)
    draft = VoteDraft(sitting.item.id, "Titel", TEXT)
    with pytest.raises(NotPermitted):
        sitting.do(services.prepare_vote, "anna", meeting=sitting.meeting, draft=draft)
    call(sitting, sitting.item, ItemState.BERATEN)
    with pytest.raises(NoSuchItem):
        sitting.prepared()
    sitting.do(meeting_services.close_meeting, meeting=sitting.meeting)
    with pytest.raises(TooLateToPrepare):
        sitting.prepared()


def test_guests_see_votes_of_public_items_and_strangers_none() -> None:
    for public in (True, False):
        sitting = a_sitting(public=public)
        vote, table = sitting.opened(), sitting.made.table
        place = (table.slug, sitting.meeting.nr, vote.id)
        with at(MEETS_AT + timedelta(minutes=25)):
            assert vote_for(sitting.made.actor("secretary"), *place) is vote
            strangers = [people.actor(), people.actor(role="administration")]
            for actor in strangers if public else [*strangers, sitting.made.actor("guest")]:
                with pytest.raises(NotFound):
                    vote_for(actor, *place)
            if public:
                assert vote_for(sitting.made.actor("guest"), *place) is vote


def test_a_draft_is_the_preparers_alone() -> None:
    sitting = a_sitting()
    vote = sitting.prepared()
    with at(DURING), pytest.raises(NotFound):
        vote_for(sitting.made.actor("anna"), sitting.made.table.slug, sitting.meeting.nr, vote.id)


def test_the_room_hears_that_a_vote_goes_on_and_never_its_words_or_a_choice() -> None:
    sitting = a_sitting()
    vote = sitting.opened()
    sitting.cast(vote, "chair", NEIN)
    sitting.do(services.close_vote, vote=vote)
    sitting.do(services.announce_vote, vote=vote)
    room = room_of(sitting.meeting.id)
    statement = select(EventRow).where(EventRow.room == room, EventRow.kind.like("live_vote.%"))
    heard = told(room, db.session.scalars(statement.order_by(EventRow.room_seq)).all())
    vote_id = str(vote.id)
    assert [(fact["kind"], fact["actor"], fact["data"]) for fact in heard] == [
        ("live_vote.opened", None, {"vote_id": vote_id, "electorate": 2}),
        ("live_vote.cast", None, {"vote_id": vote_id, "cast": 1}),
        ("live_vote.closed", None, {"vote_id": vote_id, "cast": 1}),
        ("live_vote.announced", None, {"vote_id": vote_id, "outcome": "abgelehnt"}),
    ]
