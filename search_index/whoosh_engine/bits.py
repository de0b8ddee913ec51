"""Sets of row numbers as integers: bit n is row n. Intersections and counts run at memory speed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_IN_BYTE = tuple(tuple(i for i in range(8) if byte >> i & 1) for byte in range(256))


def bits_of(rows: Iterable[int], size: int) -> int:
    """The set of these rows, all below `size`."""
    held = bytearray(size // 8 + 1)
    for row in rows:
        held[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(held, "little")


#: Of so many bytes fewer than one has a row in it: then rows are taken out one by one.
SPARSE = 16


def rows_of(bits: int) -> Iterator[int]:
    """The rows of a set in order."""
    if bits.bit_count() * SPARSE * 8 < bits.bit_length():
        while bits:
            lowest = bits & -bits
            yield lowest.bit_length() - 1
            bits ^= lowest
        return
    for index, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            base = index << 3
            for i in _IN_BYTE[byte]:
                yield base + i
