"""The parts of the live line that need no server: frames, outbox, pace."""

import queue
import threading
import time

import pytest
from engineio.packet import CLOSE, MESSAGE, PING, Packet
from hypothesis import given
from hypothesis import strategies as st

from kernel.live import frames
from kernel.live.frames import FrameRefused, accept_key, frame, head_of, unmasked
from kernel.live.outbox import RESYNC, STUCK_S, Outbox
from kernel.live.pace import BURST, MOST_REFUSED, Bucket, Patience


def text(word: str) -> Packet:
    return Packet(MESSAGE, word)


def taken(outbox: Outbox) -> list[object]:
    words: list[object] = []
    while True:
        try:
            packet = outbox.get(timeout=0)
        except queue.Empty:
            return words
        words.append(packet.data if packet else None)


@given(st.binary(max_size=70_000), st.binary(min_size=4, max_size=4))
def test_masking_twice_gives_the_payload_back(data: bytes, mask: bytes) -> None:
    masked = unmasked(data, mask)
    assert unmasked(masked, mask) == data
    assert masked[:1] == bytes([data[0] ^ mask[0]]) if data else masked == b""


@pytest.mark.parametrize(("size", "head"), [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
def test_a_frame_announces_its_size_as_the_standard_says(size: int, head: int) -> None:
    made = frame(frames.TEXT, bytes(size))
    assert (len(made), made[0]) == (head + size, 0x81)
    assert made[1] < 128


@given(st.integers(0, 255), st.integers(0, 255))
def test_any_two_bytes_are_a_head_or_a_refusal(first: int, second: int) -> None:
    try:
        head = head_of(first, second)
    except FrameRefused:
        proper = second & 0x80 and not first & 0x70
        assert not proper or first & 0x0F not in {0, 1, 2} or first & 0x0F >= 8
    else:
        assert second & 0x80
        assert not (first & 0x70)
        assert not head.is_control or (head.final and head.length <= 125)


def test_the_handshake_answers_as_in_the_standards_example() -> None:
    assert accept_key("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    assert accept_key("kurz") is None
    assert accept_key("") is None


def test_what_fits_leaves_in_order() -> None:
    outbox = Outbox()
    for word in ("2a", "3b", "2c"):
        outbox.put(text(word))
    assert taken(outbox) == ["2a", "3b", "2c"]
    assert outbox.size == 0


def test_too_much_is_replaced_by_one_word_to_resync_but_pings_and_the_end_stay() -> None:
    outbox = Outbox(largest=1_000)
    outbox.put(Packet(PING))
    for number in range(20):
        outbox.put(text(f"2{number}" + "x" * 200))
    outbox.put(Packet(CLOSE))
    outbox.put(None)
    assert taken(outbox) == [None, RESYNC, None, None]
    outbox.put(text("2neu"))
    assert taken(outbox) == ["2neu"]


@given(st.lists(st.integers(0, 3_000), max_size=60))
def test_never_more_waits_than_allowed(sizes: list[int]) -> None:
    outbox = Outbox(largest=5_000)
    for size in sizes:
        outbox.put(text("2" + "x" * size))
        assert outbox.size <= 5_000 + 500


def test_the_attachment_of_a_message_under_way_is_not_dropped() -> None:
    outbox = Outbox(largest=1_000)
    outbox.put(text('51-["y",{}]'))
    outbox.put(Packet(MESSAGE, b"x" * 100))
    assert outbox.get(timeout=0).data.startswith("51")
    for _ in range(9):
        outbox.put(text("2" + "x" * 200))
    assert taken(outbox) == [b"x" * 100, RESYNC]


def one_answer(outbox: Outbox) -> list[str]:
    """What Engine.IO takes for one answer."""
    words = [outbox.get(timeout=0).data]
    try:
        while True:
            words.append(outbox.get(block=False).data)
    except queue.Empty:
        return words


def test_a_websocket_takes_one_at_a_time_and_polling_sixteen() -> None:
    outbox = Outbox()
    for number in range(40):
        outbox.put(text(f"2{number}"))
    assert len(one_answer(outbox)) == 16
    outbox.one_by_one = True
    assert one_answer(outbox) == ["216"]


class Connection:
    """Takes so many bytes of each frame without waiting; nothing where there are none left to take."""

    def __init__(self, outbox: Outbox, takes: list[int]) -> None:
        self.outbox, self.takes, self.got = outbox, takes, b""
        outbox.at_once, outbox.one_by_one = self.at_once, True

    def at_once(self, packet: Packet) -> bytes | None:
        most = self.takes.pop() if self.takes else 0
        data = packet.encode().encode()
        self.got += data[:most]
        return data[most:] if most else None

    def write_what_waits(self) -> None:
        """As the writer does."""
        self.outbox._writer_waits = False
        while True:
            try:
                data = self.outbox.get(timeout=0).encode()
            except queue.Empty:
                self.outbox._writer_waits = True
                return
            self.got += data if isinstance(data, bytes) else data.encode()


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=60))
def test_nothing_overtakes_and_nothing_is_cut_whatever_goes_at_once(
    steps: list[tuple[int, bool]],
) -> None:
    outbox = Outbox()
    connection = Connection(outbox, [takes for takes, _ in steps])
    connection.write_what_waits()
    for number, (_, writes) in enumerate(steps):
        outbox.put(text(f"2word {number};"))
        if writes:
            connection.write_what_waits()
    connection.write_what_waits()
    assert connection.got.decode() == "".join(f"42word {n};" for n in range(len(steps)))


def test_a_writer_is_not_ended_while_packets_go_at_once() -> None:
    outbox, got = Outbox(), []
    connection = Connection(outbox, [1_000])
    writer = threading.Thread(target=lambda: got.append(outbox.get(timeout=1.0)))
    writer.start()
    time.sleep(0.5)
    outbox.put(text("2at once"))
    time.sleep(1.0)  # beyond the time in which it got nothing
    outbox.put(text("2later"))
    writer.join()
    assert (connection.got, got[0].data) == (b"42at once", "2later")


def test_what_goes_at_once_never_waits_and_a_writer_under_way_is_not_overtaken() -> None:
    outbox = Outbox()
    connection = Connection(outbox, [1_000] * 9)
    outbox.put(text("2early"))
    assert outbox.get(timeout=0).data == "2early"
    outbox.put(text("2late"))
    assert (connection.got, outbox.size > 0) == (b"", True)
    connection.write_what_waits()
    outbox.put(text("2now"))
    assert (connection.got, outbox.size) == (b"42late42now", 0)


def test_a_frame_under_way_and_its_attachments_are_not_dropped() -> None:
    outbox = Outbox(largest=1_000)
    connection = Connection(outbox, [4])
    connection.write_what_waits()
    outbox.put(text('51-["y",{}]'))
    outbox.put(Packet(MESSAGE, b"x" * 100))
    for _ in range(9):
        outbox.put(text("2" + "x" * 200))
    assert connection.got == b"451-"
    assert taken(outbox) == [b'["y",{}]', b"x" * 100, RESYNC]


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=60))
def test_never_more_waits_than_allowed_whatever_goes_at_once(steps: list[tuple[int, int]]) -> None:
    outbox = Outbox(largest=2_000)
    connection = Connection(outbox, [takes for takes, _ in steps])
    connection.write_what_waits()
    for _, size in steps:
        outbox.put(text("2" + "x" * size * 4))
        assert outbox.size <= 2_000 + 500


def test_what_is_more_than_may_wait_is_not_begun() -> None:
    outbox = Outbox(largest=1_000)
    connection = Connection(outbox, [10])
    connection.write_what_waits()
    outbox.put(text("2" + "x" * 2_000))
    assert (connection.got, taken(outbox)) == (b"", [RESYNC])


def test_who_waits_is_woken() -> None:
    outbox = Outbox()
    threading.Timer(0.05, lambda: outbox.put(text("2a"))).start()
    assert outbox.get(timeout=5).data == "2a"


def test_a_reader_is_stuck_only_while_the_word_to_resync_waits() -> None:
    outbox = Outbox(largest=300)
    for _ in range(3):
        outbox.put(text("2" + "x" * 200))
    later = time.monotonic() + STUCK_S + 1
    assert outbox.is_stuck(later)
    assert not outbox.is_stuck(time.monotonic())
    taken(outbox)
    assert not outbox.is_stuck(later)


def test_a_bucket_gives_forty_at_once_and_twenty_a_second() -> None:
    now = 1_000.0
    bucket = Bucket(filled_at=now)
    for _ in range(int(BURST)):
        assert bucket.wait_s(now) == 0
        bucket.take()
    assert bucket.wait_s(now) == 1
    assert bucket.wait_s(now + 0.06) == 0
    assert bucket.wait_s(now + 3_600) == 0
    assert bucket.tokens == BURST


def test_a_bucket_is_as_good_as_new_once_it_is_full_again() -> None:
    bucket = Bucket(filled_at=1_000.0)
    assert bucket.is_full(1_000.0)
    for _ in range(20):
        bucket.take()
    assert not bucket.is_full(1_000.9)
    assert bucket.is_full(1_001.0)


def test_a_clock_that_stands_still_or_goes_back_gives_nothing_away() -> None:
    bucket = Bucket(tokens=0, filled_at=1_000.0)
    assert bucket.wait_s(900.0) == 1


def test_patience_ends_with_two_hundred_refusals_in_a_minute() -> None:
    patience = Patience()
    assert not any(patience.is_over(1_000.0) for _ in range(MOST_REFUSED - 1))
    assert patience.is_over(1_001.0)
    assert not patience.is_over(2_000.0)
