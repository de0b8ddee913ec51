"""A shared text takes what it has checked, and refuses the rest with a word that helps the device."""

import os
from random import Random

import pytest

from roundtable.minutes.rules.header import Header
from roundtable.minutes.ydoc import (
    MOST_BYTES,
    Code,
    LogIsDamaged,
    Refused,
    SharedText,
    checked,
)
from tests.support.replicas import Replica

MUTATIONS = int(os.environ.get("UPDATE_MUTATIONS", "20000"))


def take(shared: SharedText, update: object) -> bool | Refused:
    header = checked(update)
    return shared.apply(update, header) if isinstance(header, Header) else header


@pytest.fixture
def shared():
    return SharedText()


@pytest.fixture
def anna(shared):
    """A device whose first words are in the shared text."""
    device = Replica(7)
    assert take(shared, device.put(0, "Grüße 😀 an alle\n")) is True
    return device


def test_an_edit_is_taken_and_known_the_second_time(shared, anna) -> None:
    update = anna.put(8, "und Dank ")
    assert [take(shared, update), take(shared, update)] == [True, False]
    assert shared.text == anna.text


def test_a_deletion_is_new_once_though_no_clock_moves(shared, anna) -> None:
    update, before = anna.cut(0, 6), shared.state_vector()
    assert [take(shared, update), take(shared, update)] == [True, False]
    assert shared.state_vector() == before
    assert shared.text == "😀 an alle\n"


@pytest.mark.parametrize("update", [[1, 1], "text", None, bytearray(b"\0\0"), 7])
def test_only_bytes_are_updates(update) -> None:
    assert checked(update) == Refused(Code.INVALID, "bytes")


def test_a_giant_update_is_not_even_read() -> None:
    assert checked(bytes(MOST_BYTES + 1)) == Refused(Code.TOO_LARGE)


def test_garbage_is_invalid() -> None:
    assert checked(b"garbage") == Refused(Code.INVALID, "update")


def test_an_edit_after_one_that_was_refused_has_a_gap(shared, anna) -> None:
    anna.put(0, "verloren ")
    later = anna.put(0, "x")
    assert take(shared, later) == Refused(Code.RESYNC, "gap")
    assert not shared.spoiled
    assert take(shared, anna.push(shared.state_vector())) is True
    assert shared.text == anna.text


def test_a_deletion_of_what_is_not_there_has_a_gap(shared, anna) -> None:
    anna.put(0, "unbekannt")
    assert take(shared, anna.cut(0, 4)) == Refused(Code.RESYNC, "gap")


def test_an_edit_beside_what_is_not_there_has_a_gap(shared, anna) -> None:
    ben, carl = Replica(8), Replica(9)
    carl.hear(ben.put(0, "nie gesendet"))
    assert take(shared, carl.put(3, "x")) == Refused(Code.RESYNC, "gap")
    assert take(shared, anna.put(0, "weiter ")) is True


@pytest.mark.parametrize("end", [(7, 7), (6, 6)])
def test_half_an_emoji_cannot_be_cut(shared, anna, end) -> None:
    start, last = end
    update = b"\0\1\7\1" + bytes([start, last - start + 1])
    assert take(shared, update) == Refused(Code.INVALID, "half_character")
    assert shared.text == anna.text


def test_two_devices_with_one_client_id_are_found_out(shared, anna) -> None:
    twin = Replica(7)
    twin.put(0, "Hallo")
    assert take(shared, twin.push(b"\0")) == Refused(Code.INVALID, "doubled_client")
    again = Replica(7)
    again.hear(anna.push(b"\0"))
    ahead = Replica(7)
    ahead.hear(anna.push(b"\0"))
    assert take(shared, again.put(0, "eins")) is True
    assert take(shared, ahead.put(0, "zwei und mehr")) == Refused(Code.INVALID, "doubled_client")
    assert shared.text == again.text


def test_a_push_that_repeats_what_is_known_is_taken(shared, anna) -> None:
    anna.cut(0, 3)
    anna.put(2, "neu 😀")
    assert take(shared, anna.push(b"\0")) is True
    assert shared.text == anna.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x" * 50_001, "text_limit"),
        ("![](data:image/png;base64,AAAA)", "data_url"),
        ("a\0b", "characters"),
    ],
)
def test_a_text_that_may_not_be_is_refused_and_loaded_anew(shared, anna, text, why) -> None:
    assert take(shared, anna.put(0, text)) == Refused(Code.INVALID, why)
    assert shared.spoiled


def test_a_difference_is_refused_for_a_state_that_is_none(shared) -> None:
    assert shared.diff(b"\xff") == Refused(Code.INVALID, "state_vector")
    assert isinstance(shared.diff(b"\1\5\xff\x0f"), bytes)


def test_a_device_catches_up_by_the_difference(shared, anna) -> None:
    ben = Replica(8)
    ben.hear(shared.diff(ben.state()))
    take(shared, anna.cut(0, 5))
    ben.hear(shared.diff(ben.state()))
    assert ben.text == shared.text


def test_a_copy_becomes_another_text_by_one_small_update(shared, anna) -> None:
    fork = SharedText()
    fork.replay(shared.whole())
    update = fork.become("Grüße 😁 an alle,\nTschüß\n")
    assert fork.become(fork.text) is None
    anna.put(0, "## ")
    take(shared, anna.push(shared.state_vector()))
    assert take(shared, update) is True
    assert shared.text == "## Grüße 😁 an alle,\nTschüß\n"
    assert len(update) < 120


@pytest.mark.parametrize("row", [b"garbage", b"\1\1\5\0\4\1\4text\1"])
def test_a_damaged_row_is_told(shared, row) -> None:
    with pytest.raises(LogIsDamaged):
        shared.replay(row)


def test_mutated_updates_never_stop_the_text() -> None:
    chance, device, shared = Random(5), Replica(7), SharedText()
    updates = []
    for _ in range(60):
        updates.append(device.wander(chance))
        assert take(shared, updates[-1]) is True
    updates.append(device.push(b"\0"))
    whole, taken = shared.whole(), 0
    for _ in range(MUTATIONS):
        mutated = bytearray(chance.choice(updates))
        for _ in range(chance.randint(1, 3)):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        answer = take(shared, bytes(mutated))
        taken += answer is True
        if shared.spoiled:
            shared = SharedText()
            shared.replay(whole)
        whole = shared.whole() if answer is True else whole
        assert shared.text.encode()
    copy = SharedText()
    copy.replay(shared.whole())
    assert copy.text == shared.text
    assert 0 < taken < MUTATIONS // 4


def test_the_applied_and_the_replayed_text_are_equal() -> None:
    chance, shared = Random(6), SharedText()
    devices = [Replica(n) for n in (1, 2, 3)]
    rows = []
    for _ in range(300):
        writer = chance.choice(devices)
        rows.append(writer.wander(chance))
        assert take(shared, rows[-1]) is True
        for other in devices:
            other.hear(rows[-1])
    copy = SharedText()
    for row in rows:
        copy.replay(row)
    assert {copy.text, *(device.text for device in devices)} == {shared.text}
