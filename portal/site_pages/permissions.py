"""Who writes the site's own pages."""

from accounts.roles import is_administration
from kernel.actors import Actor


def can_write(actor: Actor) -> bool:
    """The administration of the whole site."""
    return is_administration(actor) or actor.is_system
