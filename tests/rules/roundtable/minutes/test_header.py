"""The header says what an update holds, or that it is no edit of the text; it never falls over."""

import os
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.header import (
    MOST_PARTS,
    BadUpdate,
    Block,
    Span,
    fits,
    read_header,
    read_state_vector,
)
from tests.support.replicas import Replica

MUTATIONS = int(os.environ.get("UPDATE_MUTATIONS", "20000"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def number(value: int) -> bytes:
    """A number as updates write it."""
    groups = bytearray()
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes([*groups, value])


def update(info: int, body: bytes, *, clock: int = 0, deletes: bytes = b"\0") -> bytes:
    """One block of client 5."""
    return b"\1\1" + number(5) + number(clock) + bytes([info]) + body + deletes


ROOT = b"\1\4text"


@given(TEXT)
def test_an_insertion_is_one_block_in_units_of_browsers(text) -> None:
    header = read_header(Replica(7).put(0, text))
    assert header.blocks == (Block(7, 0, len(text.encode("utf-16-le")) // 2, text),)
    assert header.deletes == header.bases == ()


def test_a_deletion_names_client_clock_and_length() -> None:
    writer = Replica(7)
    writer.put(0, "Grüße 😀 an alle")
    header = read_header(writer.cut(6, 8))
    assert (header.blocks, header.deletes) == ((), (Span(7, 6, 3),))


def test_a_later_block_stands_beside_others() -> None:
    writer = Replica(7)
    writer.put(0, "ab")
    header = read_header(writer.put(1, "x"))
    assert header.blocks == (Block(7, 2, 1, "x"),)
    assert header.bases == (Span(7, 0, 1), Span(7, 1, 1))


def test_a_whole_document_with_deletions_is_read() -> None:
    chance, writers = Random(1), [Replica(1), Replica(2)]
    for _ in range(200):
        made = writers[0].wander(chance)
        writers[1].hear(made)
        writers[0].hear(writers[1].wander(chance))
    header = read_header(writers[0].push(b"\0"))
    assert {block.client for block in header.blocks} == {1, 2}
    assert fits(header, {})


@pytest.mark.parametrize(
    ("client", "state"), [(7, {7: 3}), (2**53 - 1, {2**53 - 1: 3}), (2**32 - 1, {2**32 - 1: 3})]
)
def test_a_state_vector_is_read(client, state) -> None:
    writer = Replica(client)
    writer.put(0, "abc")
    assert read_state_vector(writer.state()) == state


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\0",
        b"\0\0\0",
        b"\1\0\5\0\0",
        b"\2\1\5\0\4\1\4text\1a\1\5\1\4\1\4text\1a\0",
        b"\xff" * 12,
        b"\x80\0\0",
        update(4, b"\1\5other\1a"),
        update(4, b"\0\5\0\1a"),
        update(4, ROOT + b"\0"),
        update(4, ROOT + b"\1\xff"),
        update(4, ROOT + b"\x7fa"),
        update(0x24, ROOT + b"\1k\1a"),
        update(6, ROOT + b"\4bold\4true"),
        update(5, ROOT + b"\2{}"),
        update(7, ROOT + b"\2"),
        update(9, ROOT + b"\1a\0"),
        update(1, ROOT + b"\0"),
        update(1, ROOT + b"\1", clock=2**31 - 1),
        update(4, ROOT + b"\1a", deletes=b"\1\5\1\0\0"),
        update(4, ROOT + b"\1a", deletes=b"\2\5\1\0\1\5\1\0\1"),
        update(4, ROOT + b"\1a") + b"\0",
        b"\0\1" + b"\xff" * 8 + b"\1\1\0\1",
    ],
)
def test_what_is_no_edit_of_the_text_is_refused(bad) -> None:
    with pytest.raises(BadUpdate):
        read_header(bad)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data) -> None:
    for reader in (read_header, read_state_vector):
        with suppress(BadUpdate):
            reader(data)


def test_a_flood_of_promised_blocks_ends_with_the_bytes() -> None:
    with pytest.raises(BadUpdate, match="too early"):
        read_header(b"\1" + number(2**31 - 1) + number(5) + b"\0" + b"\0\1" * 1000)


def test_an_update_of_endless_blocks_is_not_read_to_its_end() -> None:
    blocks = b"\x01" + ROOT + b"\x01"
    flood = b"\1" + number(10**6) + number(5) + b"\0" + blocks * MOST_PARTS
    with pytest.raises(BadUpdate, match="too early"):
        read_header(flood)
    with pytest.raises(BadUpdate, match="too many"):
        read_header(flood + blocks * 2)


def test_an_update_of_endless_deletions_is_not_read_to_its_end() -> None:
    span = b"\0\1"
    assert (
        len(read_header(b"\0\1\7" + number(MOST_PARTS) + span * MOST_PARTS).deletes) == MOST_PARTS
    )
    with pytest.raises(BadUpdate, match="too many deletions"):
        read_header(b"\0\1\7" + number(MOST_PARTS + 1) + span * (MOST_PARTS + 1))
    spread = b"\7" + number(MOST_PARTS) + span * MOST_PARTS + b"\5\1" + span
    with pytest.raises(BadUpdate, match="too many deletions"):
        read_header(b"\0\2" + spread)


def test_mutated_updates_are_read_or_refused() -> None:
    chance, writer = Random(2), Replica(9)
    updates = [writer.wander(chance) for _ in range(100)] + [writer.push(b"\0")]
    refused = 0
    for _ in range(MUTATIONS):
        mutated = bytearray(chance.choice(updates))
        for _ in range(chance.randint(1, 4)):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        try:
            read_header(bytes(mutated[: chance.randint(1, len(mutated) + 20)]))
        except BadUpdate:
            refused += 1
    assert MUTATIONS // 2 < refused < MUTATIONS


@pytest.mark.parametrize(
    ("made", "known", "fine"),
    [
        (update(4, ROOT + b"\1a"), {}, True),
        (update(4, ROOT + b"\1a", clock=1), {}, False),
        (update(4, ROOT + b"\1a", clock=1), {5: 1}, True),
        (update(4, ROOT + b"\1a"), {5: 9}, True),
        (update(10, b"\3"), {5: 9}, False),
        (update(0x84, b"\6\0\1a"), {}, False),
        (update(0x84, b"\6\0\1a"), {6: 1}, True),
        (update(0x44, b"\6\3\1a"), {6: 3}, False),
        (b"\0\1\6\1\0\3", {6: 2}, False),
        (b"\0\1\6\1\0\3", {6: 3}, True),
        (update(4, ROOT + b"\1a", deletes=b"\1\5\1\0\1"), {}, True),
        (update(4, ROOT + b"\1a", deletes=b"\1\5\1\0\2"), {}, False),
    ],
)
def test_an_update_fits_where_everything_it_stands_on_is_known(made, known, fine) -> None:
    assert fits(read_header(made), known) is fine


def test_the_halves_of_characters_are_no_places_to_cut() -> None:
    assert list(Block(1, 10, 6, "a😀b👍").halves()) == [12, 15]
