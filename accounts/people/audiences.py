"""Which audiences a person belongs to by their roles."""

from accounts.roles import ADMINISTRATION
from kernel.actors import SITE, Actor


def tokens_of_roles(actor: Actor) -> set[str]:
    """`office` for the administration of the whole site; a scoped role opens its scope: `district:nord`, `format:7`."""
    tokens = {grant.scope for grant in actor.grants if grant.scope != SITE}
    return tokens | {"office"} if actor.has(ADMINISTRATION) else tokens
