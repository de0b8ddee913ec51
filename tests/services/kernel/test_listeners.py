"""Who hears a room: whoever was judged since somebody may last have lost a right."""

import time
from datetime import timedelta

import pytest

from kernel import clock
from kernel.errors import NotSignedIn, TooFast
from kernel.events import EventRow
from kernel.live import following
from kernel.live.following import FEW, Follower
from kernel.live.listeners import PER_NETWORK, Listener, Listeners, Place, TooManyConnections
from kernel.live.people import Standing
from tests.factories.people import actor_of, person
from tests.factories.threads import Topic, topics

ROOM = "thread:1"


@pytest.fixture
def topic(database) -> Topic:
    with topics() as kind:
        yield kind.create()


def listening(book: Listeners, topic: Topic, sid: str = "a") -> Listener:
    listener = Listener(sid, f"eio-{sid}", "192.0.2.0/24")
    book.admit(listener)
    book.enter(listener, ROOM, Place(topic.subject, book.stamp))
    return listener


def heard_by(book: Listeners, seq: int = 1) -> tuple[list[str], list[str]]:
    """Who hears, and who is shown out."""
    expelled: list[str] = []
    hearers = book.hearers(ROOM, seq, lambda listener, _room: expelled.append(listener.sid))
    return [listener.sid for listener in hearers], expelled


def test_listeners_are_judged_again_only_after_somebody_may_have_lost_a_right(
    topic,
) -> None:
    book = Listeners()
    for sid in "abc":
        listening(book, topic, sid)
    topic.is_public = False
    assert heard_by(book) == (["a", "b", "c"], [])
    book.outdate()
    assert heard_by(book) == ([], ["a", "b", "c"])
    assert heard_by(book) == ([], [])
    assert not book.has(ROOM)


def test_a_right_that_goes_while_somebody_enters_counts(topic) -> None:
    book = Listeners()
    listener, stamp = listening(book, topic), book.stamp
    book.outdate()
    book.enter(listener, ROOM, Place(topic.subject, stamp))
    topic.is_public = False
    assert heard_by(book) == ([], ["a"])


def test_what_was_told_on_joining_is_not_told_again(topic) -> None:
    book = Listeners()
    listening(book, topic).places[ROOM].after = 7
    assert [heard_by(book, seq)[0] for seq in (6, 7, 8)] == [[], [], ["a"]]


def test_who_is_shut_out_hears_of_it_though_nothing_is_told(topic) -> None:
    book, expelled = Listeners(), []
    for sid in "ab":
        listening(book, topic, sid)
    topic.is_public = False
    book.outdate()
    book.judge_all(lambda listener, room: expelled.append((listener.sid, room)))
    assert expelled == [("a", ROOM), ("b", ROOM)]
    assert not book.has(ROOM)


def test_coming_back_gives_no_new_pace(database) -> None:
    book, now = Listeners(), time.monotonic()
    standing = Standing(actor_of(person("Anna")), clock.now() + timedelta(days=1))
    one = Listener("a", "eio-a", "", standing=standing)
    book.admit(one)
    for _ in range(40):
        book.take_turn(one, now)
    book.drop("a")
    again = Listener("c", "eio-c", "", standing=standing)
    book.admit(again)
    with pytest.raises(TooFast):
        book.take_turn(again, now)


def test_who_has_gone_gets_no_place(topic) -> None:
    book = Listeners()
    listener = listening(book, topic)
    book.drop("a")
    with pytest.raises(NotSignedIn):
        book.enter(listener, ROOM, Place(topic.subject, book.stamp))
    assert not book.has(ROOM)


def test_a_network_has_two_hundred_visitors_and_who_leaves_makes_room(topic) -> None:
    book = Listeners()
    for number in range(PER_NETWORK):
        book.admit(Listener(str(number), f"eio-{number}", "192.0.2.0/24"))
    with pytest.raises(TooManyConnections):
        book.admit(Listener("late", "eio-late", "192.0.2.0/24"))
    book.admit(Listener("elsewhere", "eio-elsewhere", "198.51.100.0/24"))
    book.drop("0")
    book.drop("0")
    book.admit(Listener("late", "eio-late", "192.0.2.0/24"))
    assert len(book) == PER_NETWORK + 1


def test_everybody_is_looked_after_within_half_a_minute_and_never_many_at_once(
    topic, monkeypatch
) -> None:
    book, looked_after = Listeners(), []
    for number in range(60):
        listening(book, topic, str(number))
    follower = Follower(
        book,
        tell=lambda _room, _facts: None,
        look_after=lambda listener: looked_after.append(listener.sid),
        expelled=lambda _listener, _room: None,
    )
    begun, now = time.monotonic(), [0.0]
    monkeypatch.setattr(following.time, "monotonic", lambda: begun + now[0])
    each_second = []
    for second in range(1, 61):
        now[0] = float(second)
        looked_after.clear()
        assert follower._has_rested()
        follower._sweep()
        each_second.append(list(looked_after))
    assert {len(some) for some in each_second} == {2}
    assert {sid for some in each_second[:30] for sid in some} == set(map(str, range(60)))
    assert {sid for some in each_second[30:] for sid in some} == set(map(str, range(60)))


def test_who_is_looked_after_is_judged_before_the_next_word(topic, monkeypatch) -> None:
    book = Listeners()
    listening(book, topic)
    follower = Follower(
        book,
        tell=lambda _room, _facts: None,
        look_after=lambda _listener: None,
        expelled=lambda _listener, _room: None,
    )
    topic.is_public = False  # nothing recorded says so
    assert heard_by(book) == (["a"], [])
    later = time.monotonic() + following.SWEEP_S
    monkeypatch.setattr(following.time, "monotonic", lambda: later)
    assert follower._has_rested()
    follower._sweep()
    assert heard_by(book) == ([], ["a"])


def test_facts_are_put_into_words_a_few_at_a_time_and_told_in_their_order(
    topic, monkeypatch
) -> None:
    book, sizes, heard = Listeners(), [], []
    listening(book, topic)
    monkeypatch.setattr(
        following, "told", lambda _room, rows: sizes.append(len(rows)) or [{}] * len(rows)
    )
    follower = Follower(
        book,
        tell=lambda _room, facts: heard.extend(seq for seq, _word in facts),
        look_after=lambda _listener: None,
        expelled=lambda _listener, _room: None,
    )
    numbers = range(1, 2 * FEW + 6)
    follower._take(
        [
            EventRow(seq=n, kind="comment.posted", room=ROOM, room_seq=n, audience=[])
            for n in numbers
        ]
    )
    assert (sizes, heard) == ([FEW, FEW, 5], list(numbers))
