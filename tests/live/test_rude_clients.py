"""What a stranger may send before and after coming in: nothing of it harms the others."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.factories.people import person
from tests.support.raw_socket import BINARY, PING, TEXT, WAIT_S, Gone, RawSocket
from tests.support.server import running_server

MEGABYTE = 1_000_000
#: when nothing has been taken for so long, nothing more will be
PATIENCE_S = 2.0


def close_code(made: RawSocket) -> int | None:
    try:
        while True:
            made.text()
    except Gone as gone:
        return gone.code


def pour(made: RawSocket, size: int) -> None:
    """Announce a frame of this size and send as much of it as the server takes."""
    made.send_frame(0x80 | TEXT, b"4" * 1_000, size=size)
    chunk = bytes(MEGABYTE)
    try:
        for _ in range(size // MEGABYTE):
            made.tcp.sendall(chunk)
    except OSError:
        pass


def test_a_frame_of_200_mb_before_signing_in_ends_with_1009_and_costs_no_memory(town, rss) -> None:
    before = rss()
    made = town.socket()
    pour(made, 200 * MEGABYTE)
    assert close_code(made) == 1009
    assert rss() - before < 2_500


def test_fragments_are_summed(town, rss) -> None:
    before = rss()
    made = town.socket()
    made.send_frame(TEXT, b"4" * 100_000)
    for _ in range(2):
        made.send_frame(0x0, b"4" * 100_000)
    assert close_code(made) == 1009
    assert rss() - before < 2_500


@pytest.mark.parametrize(
    ("first", "data", "how", "code"),
    [
        (0x80 | TEXT, b"40/live,", {"masked": False}, 1002),
        (0xC0 | TEXT, b"40/live,", {}, 1002),
        (0x80 | 0x3, b"", {}, 1002),
        (0x80, b"ohne Anfang", {}, 1002),
        (PING, b"", {}, 1002),
        (0x80 | PING, b"x" * 126, {}, 1002),
        (0x80 | TEXT, b"\xff\xfe", {}, 1007),
    ],
)
def test_what_no_client_may_send_ends_the_connection(town, first, data, how, code) -> None:
    made = town.socket()
    made.send_frame(first, data, **how)
    assert close_code(made) == code


@pytest.mark.parametrize(
    "words", ["42/live," + "7" * 400 + '["say"]', '42/live,["*"', "43/live,{}[1]"]
)
def test_a_packet_that_nobody_can_read_ends_its_sender_and_leaves_one_line(town, words) -> None:
    made, before = town.visitor(), len(town.server.log())
    made.send(words)
    made.until_gone()
    written = town.server.log()[before:]
    assert "Traceback" not in written
    assert written.count("packet not understood") <= 1
    assert town.server.is_live()


def test_a_ping_between_fragments_is_answered(town) -> None:
    made = town.socket()
    made.send_frame(TEXT, b"40/l")
    made.send_frame(0x80 | PING, b"da?")
    made.send_frame(0x80, b"ive,")
    frames = [made.frame() for _ in range(3)]
    assert (0xA, b"da?") in frames
    assert frames[-1][1].startswith(b"40/live,")


@pytest.mark.parametrize(
    "text",
    [
        "43/live,99999999999999999999[1]",
        "43/live,1" + json.dumps(["x" * 200_000]),
        "42/live,[" + "[" * 50_000,
        "42/live,",
        '42/live,["connect",{}]',
        '42/live,["disconnect"]',
        "451-/live,5[]",
        "9",
        '42/live,[{"a":1}]',
    ],
)
def test_nonsense_from_one_leaves_the_server_well(town, conversation, text) -> None:
    visitor = town.visitor()
    visitor.send(text)
    other = town.visitor()
    assert other.ask("join", {"room": conversation.room})["ok"]


def send_pieces(visitor: RawSocket, first: str, number: int) -> None:
    """Announce an event with this and send so many large pieces for it, until the server hangs up."""
    visitor.send(first + '/live,["y:update",{"u":{"_placeholder":true,"num":0}}]')
    visitor.tcp.settimeout(PATIENCE_S)
    try:
        for _ in range(number):
            visitor.send_frame(0x80 | BINARY, bytes(200_000))
    except OSError:
        pass
    visitor.tcp.settimeout(WAIT_S)
    visitor.until_gone()


@pytest.mark.parametrize("first", ["459999999999-", "452-"])
def test_an_event_has_one_piece_of_bytes_and_no_more(town, conversation, rss, first) -> None:
    send_pieces(town.visitor(), first, 1)  # a fresh server keeps what its first refusal took
    before = rss()
    send_pieces(town.visitor(), first, 100)
    assert rss() - before < 4_000
    assert town.visitor().ask("join", {"room": conversation.room})["ok"]


def test_one_network_does_not_take_all_places_before_it_says_who_comes() -> None:
    with running_server() as server, ThreadPoolExecutor(20) as pool:
        silent = list(pool.map(lambda _: RawSocket(server.url), range(260)))
        refused = [each for each in silent if each.status == 503]
        assert 60 <= len(refused) < 260
        for each in silent:
            each.close()


def test_who_pretends_to_have_left_hears_nothing(town, conversation) -> None:
    visitor = town.visitor()
    visitor.ask("join", {"room": conversation.room})
    visitor.send('42/live,["disconnect"]')
    assert visitor.ask("join", {"room": conversation.room})["code"] == "not_signed_in"
    conversation.say(person("Anna"), "Geheim ist das nicht.")
    assert visitor.hears_nothing_for(1.5)


@pytest.mark.parametrize("origin", ["https://boese.example", "null", "http://127.0.0.1:1"])
def test_pages_of_others_do_not_come_in(town, origin) -> None:
    assert town.socket(origin=origin).status == 400


def test_without_an_origin_only_a_key_opens(town) -> None:
    who = person("Anna")
    cookie = town.cookie(who)
    refused = town.socket(origin=None, cookie=cookie).connect()["refused"]
    assert refused["data"]["code"] == "not_permitted"
    assert "refused" in town.socket(origin=None).connect("falscher-schluessel")
    made = town.member(who)
    made.close()


def test_forty_events_at_once_are_taken_and_the_others_told_to_wait(town) -> None:
    anna = town.member(person("Anna"))
    numbers = [anna.emit("leave", {"room": "thread:x"}) for _ in range(150)]
    answers = [anna.answer(number) for number in numbers]
    taken = [answer for answer in answers if answer["ok"]]
    assert 40 <= len(taken) <= 80
    refused = next(answer for answer in answers if not answer["ok"])
    assert (refused["code"], refused["retry_in"]) == ("too_fast", 1)


def test_a_person_has_one_pace_for_all_windows(town) -> None:
    who = person("Anna")
    windows = [town.member(who) for _ in range(3)]
    sent = [(w, w.emit("leave", {"room": "thread:x"})) for _ in range(40) for w in windows]
    taken = [w.answer(number)["ok"] for w, number in sent].count(True)
    assert taken <= 90


def test_who_goes_on_when_told_to_wait_is_shown_out(town) -> None:
    anna = town.member(person("Anna"))
    try:
        for _ in range(1_000):
            anna.emit("leave", {"room": "thread:x"})
    except OSError:
        pass
    anna.until_gone()
    assert anna.byes == [{"reason": "too_fast", "retry_in": 1}]


def test_a_session_has_five_windows(town) -> None:
    cookie = town.cookie(person("Anna"))
    windows = [town.socket(cookie=cookie) for _ in range(6)]
    answers = [window.connect() for window in windows]
    assert ["sid" in answer for answer in answers] == [True] * 5 + [False]
    assert answers[5]["refused"]["data"] == {"code": "too_fast", "retry_in": 10}
    windows[0].close()
    time.sleep(0.5)
    assert "sid" in town.socket(cookie=cookie).connect()


def test_who_shakes_hands_and_says_nothing_is_gone_after_ten_seconds(town) -> None:
    begun = time.monotonic()
    silent = [town.socket() for _ in range(5)]
    for each in silent:
        each.tcp.settimeout(20)
        each.until_gone()
    assert 8 < time.monotonic() - begun < 25


def stalled_reader(town, conversation) -> RawSocket:
    """Somebody who asks for 18 MB and takes nothing of it."""
    for number in range(8):
        conversation.say(person(f"Person {number}"), "Ä" * 4_900)
    made = town.socket(receive_buffer=4_096)
    made.connect()
    for _ in range(38):
        made.emit("join", {"room": conversation.room, "after": 0})
    return made


def test_a_reader_who_does_not_read_is_told_to_resync_and_costs_little(
    town, conversation, rss
) -> None:
    before = rss()
    stalled, listener = stalled_reader(town, conversation), town.visitor()
    listener.ask("join", {"room": conversation.room})
    begun = time.monotonic()
    conversation.say(person("Anna"), "Hört mich jemand?")
    listener.hear()
    assert time.monotonic() - begun < 10
    assert rss() - before < 8_000
    while not stalled.byes:
        stalled.text()
    assert stalled.byes == [{"reason": "resync"}]
    answer = stalled.ask("join", {"room": conversation.room, "after": 9})
    assert [event["seq"] for event in answer["missed"]] == [10]


def test_a_reader_who_takes_nothing_for_fifteen_seconds_is_cut_off(town, conversation) -> None:
    stalled = stalled_reader(town, conversation)
    assert stalled.is_held_by_server()
    begun = time.monotonic()
    while stalled.is_held_by_server():
        assert time.monotonic() - begun < 60
        time.sleep(0.2)
    stalled.until_gone()


def test_an_answer_of_300_kb_arrives_whole(town, conversation) -> None:
    for number in range(5):
        conversation.say(person(f"Person {number}"), "Ä" * 4_900)
    slow = town.socket(receive_buffer=4_096)
    slow.connect()
    number = slow.emit("join", {"room": conversation.room, "after": 0})
    time.sleep(1)
    answer = slow.answer(number)
    assert [event["seq"] for event in answer["missed"]] == list(range(1, 7))


def test_a_slow_reader_hears_every_word_whole_and_in_order(town, conversation) -> None:
    slow = town.socket(receive_buffer=4_096)
    slow.connect()
    slow.ask("join", {"room": conversation.room})
    for number in range(10):
        conversation.say(person(f"Person {number}"), f"{number} " + "Ä" * 4_900)
    asked = slow.emit("leave", {"room": "thread:of-others"})
    time.sleep(1)
    assert slow.answer(asked) == {"ok": True}
    assert [event["seq"] for event in slow.hear(10)] == list(range(2, 12))
    assert slow.byes == []


def test_a_key_that_is_reused_for_other_words_is_refused(town, conversation) -> None:
    anna, words = town.member(person("Anna")), {"room": conversation.room, "id": str(uuid4())}
    assert anna.ask("say", words | {"text": "Eins."})["ok"]
    assert anna.ask("say", words | {"text": "Zwei."})["code"] == "closed"
