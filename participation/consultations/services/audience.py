"""Who may hear of a format and of what happens in it."""

from kernel.events import OFFICE, PUBLIC
from participation.consultations.models.formats import Format, State, Visibility


def audience_of(format_: Format) -> tuple[str, ...]:
    """Tokens for events and search: a draft is the office's, an internal format its members'."""
    if format_.state is State.ENTWURF:
        return OFFICE
    if format_.visibility is Visibility.INTERN:
        return (f"format:{format_.id}", *OFFICE)
    return PUBLIC
