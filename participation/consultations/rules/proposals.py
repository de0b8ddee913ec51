"""The life of a proposal: from open over the office's answers to done, or withdrawn by its author."""

from enum import StrEnum


class Status(StrEnum):
    """What the public sees of a proposal; answers alone move it."""

    OFFEN = "offen"
    IN_PRUEFUNG = "in_pruefung"
    ANGENOMMEN = "angenommen"
    TEILWEISE = "teilweise"
    ABGELEHNT = "abgelehnt"
    IN_UMSETZUNG = "in_umsetzung"
    UMGESETZT = "umgesetzt"


class Withdrawal(StrEnum):
    """Why an author takes a proposal back."""

    DOPPELT = "doppelt"
    BEGONNEN = "begonnen"
    NICHT_MACHBAR = "nicht_machbar"
    ERLEDIGT = "erledigt"
    ANDERES = "anderes"


NEXT: dict[Status, frozenset[Status]] = {
    Status.OFFEN: frozenset(
        {Status.IN_PRUEFUNG, Status.ANGENOMMEN, Status.TEILWEISE, Status.ABGELEHNT}
    ),
    Status.IN_PRUEFUNG: frozenset({Status.ANGENOMMEN, Status.TEILWEISE, Status.ABGELEHNT}),
    Status.ANGENOMMEN: frozenset(
        {Status.TEILWEISE, Status.ABGELEHNT, Status.IN_UMSETZUNG, Status.UMGESETZT}
    ),
    Status.TEILWEISE: frozenset(
        {Status.ANGENOMMEN, Status.ABGELEHNT, Status.IN_UMSETZUNG, Status.UMGESETZT}
    ),
    Status.ABGELEHNT: frozenset({Status.IN_PRUEFUNG, Status.ANGENOMMEN, Status.TEILWEISE}),
    Status.IN_UMSETZUNG: frozenset({Status.UMGESETZT, Status.ABGELEHNT}),
    Status.UMGESETZT: frozenset(),
}
#: The office still owes a decision.
UNDECIDED = frozenset({Status.OFFEN, Status.IN_PRUEFUNG})
#: What a budget can buy.
ELIGIBLE = frozenset({Status.ANGENOMMEN, Status.TEILWEISE})


def may_move(now: Status, to: Status) -> bool:
    """Whether an answer may move the status; a further answer may also leave it as it is."""
    return to in NEXT[now] or (to is now and now is not Status.OFFEN)


def choices_from(now: Status) -> list[Status]:
    """The statuses an answer can give now, in the order of a proposal's life."""
    return [status for status in Status if may_move(now, status)]


def is_decided(status: Status) -> bool:
    """Whether the office has said what becomes of it; a word in between is no decision."""
    return status not in UNDECIDED
