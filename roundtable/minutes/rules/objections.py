"""Wishes for changes: where they stand, and whether the place they name is in the text."""

from enum import StrEnum


class State(StrEnum):
    """Where a wish stands; stored as written."""

    OFFEN = "offen"
    ANGENOMMEN = "angenommen"
    ABGELEHNT = "abgelehnt"


def names_a_place(text: str, quote: str) -> bool:
    """Whether the quote stands in the text, whatever the line ends and spaces between its words."""
    wanted = " ".join(quote.split())
    return bool(wanted) and wanted in " ".join(text.split())
