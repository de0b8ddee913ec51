"""Wishes for changes: where they stand, how many one seat may have, and whether the place they name is in the text."""

from enum import StrEnum

#: wishes of one seat about one version that nobody has decided on; each is a mail to two people
MOST_OPEN = 20


class State(StrEnum):
    """Where a wish stands; stored as written."""

    OFFEN = "offen"
    ANGENOMMEN = "angenommen"
    ABGELEHNT = "abgelehnt"


def names_a_place(text: str, quote: str) -> bool:
    """Whether the quote stands in the text, whatever the line ends and spaces between its words."""
    wanted = " ".join(quote.split())
    return bool(wanted) and wanted in " ".join(text.split())
