"""A table as its page shows it: seats by group, and of each as much as the reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.people.queries import names_of
from kernel.actors import Actor
from kernel.i18n import _
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.permissions import can_manage, sits
from roundtable.tables.queries import seats_at
from roundtable.tables.rules.names import PublicName, public_name
from roundtable.tables.rules.seats import Role
from roundtable.tables.wording import NOT_NAMED, PUBLIC_NAMES, ROLES, VACANT


@dataclass(frozen=True)
class SeatLine:
    """One seat: what it is called, who sits there, and what else may be said of it."""

    label: str
    number: int
    role: Role
    is_vacant: bool
    #: as much of a name as the reader may know; the group, where that is nothing
    named: str
    #: the same, where the group is said already
    shown: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class GroupOfSeats:
    """A group with its seats; empty ones are left out."""

    title: str
    seats: Sequence[SeatLine]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The seats as terms and descriptions: task, and who."""
        return [
            (f"{seat.label} {seat.facts[0]}", " · ".join((seat.shown, *seat.facts[1:])))
            for seat in self.seats
        ]


def knows_names(actor: Actor, table: RoundTable, at: datetime) -> bool:
    """Who sits at a table and who keeps it know each other by name."""
    return can_manage(actor, table) or sits(actor, table, at)


def groups_of(table: RoundTable, at: datetime, *, inside: bool) -> list[GroupOfSeats]:
    """The seats of now by group; `inside` shows every name, else each as far as its person agreed."""
    seats = seats_at(table, at, with_deputies=inside)
    told = [seat for seat in seats if inside or seat.public_name is PublicName.NAME]
    people = {seat.person_id for seat in told if seat.person_id}
    people |= {deputy.person_id for seat in seats if inside for deputy in seat.deputies}
    names = {str(key): name for key, name in names_of(people).items()}
    lines = [
        GroupOfSeats(
            group.title,
            [
                _line(seat, group.title, names, inside=inside)
                for seat in seats
                if seat.group_key == group.key
            ],
        )
        for group in table.groups
    ]
    return [group for group in lines if group.seats]


def _line(seat: Seat, group: str, names: dict[str, str], *, inside: bool) -> SeatLine:
    name = names.get(str(seat.person_id), "")
    facts = [str(ROLES[seat.role])]
    if inside:
        facts += _inner_facts(seat, names)
    named = _named(seat, name, group, inside=inside)
    return SeatLine(
        label=seat.label,
        number=seat.number,
        role=seat.role,
        is_vacant=seat.person_id is None,
        named=named,
        shown=str(NOT_NAMED) if named == group else named,
        facts=tuple(facts),
    )


def _named(seat: Seat, name: str, group: str, *, inside: bool) -> str:
    if seat.person_id is None:
        return str(VACANT)
    level = PublicName.NAME if inside else seat.public_name
    return public_name(level, name=name, organisation=seat.organisation, group=group)


def _inner_facts(seat: Seat, names: dict[str, str]) -> list[str]:
    facts = [] if seat.votes or seat.role is Role.GUEST else [_("ohne Stimme")]
    if seat.deputies:
        who = ", ".join(names[str(deputy.person_id)] for deputy in seat.deputies)
        facts.append(_("Stellvertretung: %(who)s", who=who))
    if seat.person_id:
        facts.append(_("öffentlich: %(level)s", level=PUBLIC_NAMES[seat.public_name]))
    return facts
