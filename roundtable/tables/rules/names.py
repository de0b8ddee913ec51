"""Names: of tables, and under which one the public sees a seat. Nobody is named who did not agree."""

from enum import StrEnum

KIND = "Runder Tisch"


class PublicName(StrEnum):
    """How much the public learns; the least is where every seat begins."""

    NAME = "name"
    ORGANISATION = "organisation"
    GROUP = "group"


def public_name(level: PublicName, *, name: str, organisation: str, group: str) -> str:
    """Name and organisation, the organisation alone, or the group; what is missing falls back to the next."""
    if level is PublicName.NAME and name:
        return f"{name}, {organisation}" if organisation else name
    if level is not PublicName.GROUP and organisation:
        return organisation
    return group


def full_name(name: str) -> str:
    """The table as other pages call it: `Runder Tisch Sport`."""
    return name if name.startswith(KIND) else f"{KIND} {name}"
