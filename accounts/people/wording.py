"""German words for roles and scopes."""

from accounts.roles import ROLES
from kernel.i18n import lazy

ROLE_WORDS = {
    "citizen": lazy("Bürgerin oder Bürger"),
    "moderator": lazy("Moderation"),
    "administration": lazy("Verwaltung"),
    "evaluator": lazy("Prüfung von Vorschlägen"),
    "coordinator": lazy("Koordination"),
    "organisation-admin": lazy("Leitung einer Organisation"),
    "second-check": lazy("Zweitprüfung"),
    "counter": lazy("Schalter"),
    "partner": lazy("Partner der Karte"),
    "operator": lazy("Betrieb"),
}
#: who is a citizen is so without a grant
GRANTABLE = tuple(role for role in ROLES if role != "citizen")


def scope_words(scope: str) -> str:
    """`ganzes Forum`, or the scope as it is written."""
    return str(lazy("ganzes Forum")) if scope == "site" else scope
