"""Who acts: an argument of every query and service, never a global inside them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

SITE = "site"

TokenProvider = Callable[["Actor"], set[str]]
_token_providers: list[TokenProvider] = []


@dataclass(frozen=True, slots=True)
class Grant:
    """A role within a scope: `site`, or `district:nord`, `votes`, `format:<id>`."""

    role: str
    scope: str = SITE


@dataclass(frozen=True)
class Actor:
    """A person with a session, a visitor without one, or the system itself."""

    person_id: UUID | None = None
    name: str = ""
    session_id: UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    is_system: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether a person stands behind this actor."""
        return self.person_id is not None

    def has(self, role: str, *scopes: str) -> bool:
        """Whether the role was granted for the whole site or for one of these scopes."""
        wanted = {SITE, *scopes}
        return any(grant.role == role and grant.scope in wanted for grant in self.grants)

    def has_somewhere(self, role: str) -> bool:
        """Whether the role was granted in any scope."""
        return any(grant.role == role for grant in self.grants)


ANONYMOUS = Actor()
SYSTEM = Actor(name="System", is_system=True)
#: Somebody with a fresh account: what visitors could do once they had one, and what most people read.
NEWCOMER = Actor(person_id=UUID(int=0))


Resolver = Callable[[str], Actor]
_resolvers: list[Resolver] = []


def resolve_with(resolver: Resolver) -> None:
    """Let accounts say who stands behind an e-mail address."""
    _resolvers[:] = [resolver]


def actor_of(email: str) -> Actor:
    """The person with this address, with today's roles; NotFound where there is none."""
    return _resolvers[0](email)


def provide_tokens(provider: TokenProvider) -> None:
    """Let a feature say which audiences an actor belongs to."""
    if provider not in _token_providers:
        _token_providers.append(provider)


def tokens_of(actor: Actor) -> frozenset[str]:
    """All audiences of this actor: what search and feeds compare with a document's audience."""
    tokens = {"public"}
    if actor.signed_in:
        tokens |= {"signed-in", f"person:{actor.person_id}"}
    for provider in _token_providers:
        tokens |= provider(actor)
    return frozenset(tokens)
