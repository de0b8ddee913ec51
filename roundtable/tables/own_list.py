"""The actor's seats on the page of one's account, each with what the public learns of it."""

from accounts.people.own_things import OwnThing, OwnThings
from kernel.actors import Actor
from kernel.i18n import _
from roundtable.tables.models import Seat
from roundtable.tables.queries import own_seats
from roundtable.tables.wording import PUBLIC_NAMES, ROLES


def own_list(actor: Actor) -> OwnThings:
    """Every seat leads to the page where its public name is chosen."""
    return OwnThings(
        _("Ihre Sitze an Runden Tischen"),
        [_line(seat) for seat in own_seats(actor)],
        _("Wenn Sie an einem Runden Tisch sitzen, steht Ihr Sitz hier."),
    )


def _line(seat: Seat) -> OwnThing:
    public = _("öffentlich: %(level)s", level=PUBLIC_NAMES[seat.public_name])
    facts = (str(ROLES[seat.role]), seat.organisation, public)
    return OwnThing(seat.table.name, f"/konto/sitze/{seat.id}", tuple(filter(None, facts)))
