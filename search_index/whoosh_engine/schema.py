"""The fields of a row. Built from code at each open, never read from the files.

Terms, weights and positions come ready from our own analysis; Whoosh only keeps them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from whoosh import columns, fields, formats

#: Grows whenever rows are made otherwise: an index of another format is built anew.
FORMAT = 2
#: The row that holds the index's state; no subject has this key.
STATE_KEY = "\x00state"
#: Between a subject's id and the number of an old version.
VERSION = "@"
#: Between the fields of an entry of the vocabulary or a facet's name and value.
SEPARATOR = "\x1f"
#: Stands for no date at all; days are counted as `date.toordinal()`.
NO_DAY = 0
LAST_DAY = 1 << 30
NOWHERE = 1000.0


class Posting(NamedTuple):
    """A term's weight in a row and where it stands."""

    weight: float
    positions: tuple[int, ...]


class Analysed(fields.FieldType):  # type: ignore[misc]
    """A field whose terms are handed in: term → posting. Positions only where phrases need them."""

    scorable = False
    stored = False

    def __init__(self, *, positions: bool = False) -> None:
        self.positions = positions
        self.format = formats.Positions() if positions else formats.Existence()

    def index(
        self, value: Mapping[str, Posting], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The terms in Whoosh's form."""
        for term, posting in value.items():
            held = array("I", posting.positions).tobytes() if self.positions else b""
            yield term.encode(), 1, posting.weight, held


class Terms(Analysed):
    """A field of bare terms."""

    def __init__(self, column: columns.Column | None = None) -> None:
        super().__init__()
        self.column_type = column

    def index(self, value: object, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """A single string is one term."""
        for term in [value] if isinstance(value, str) else sorted(value):  # type: ignore[call-overload]
            yield term.encode(), 1, 1.0, b""


class Stored(fields.FieldType):  # type: ignore[misc]
    """Kept compressed beside the row, never searched."""

    indexed = False
    stored = True


def _number(code: str, default: float = 0) -> fields.COLUMN:
    """A column of numbers, one per row."""
    return fields.COLUMN(columns.NumericColumn(code, default=default))


NUMBERS = {
    "date": _number("i", NO_DAY),
    "valid_from": _number("i", NO_DAY),
    "valid_to": _number("i", LAST_DAY),
    "text_length": _number("I"),
    "head_length": _number("I"),
    "boost": _number("d", 1.0),
    "latitude": _number("d", NOWHERE),
    "longitude": _number("d", NOWHERE),
}


def schema() -> fields.Schema:
    """The schema of every row."""
    return fields.Schema(
        key=Terms(columns.VarBytesColumn()),
        text=Analysed(positions=True),
        head=Analysed(),
        form=Terms(),
        acl=Terms(),
        facet=Terms(),
        fingerprint=fields.COLUMN(columns.VarBytesColumn()),
        shown=Stored(format=None, analyzer=None, stored=True),
        **NUMBERS,
    )
