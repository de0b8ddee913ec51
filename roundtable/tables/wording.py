"""German words for what tables and seats are."""

from kernel.i18n import lazy
from roundtable.tables.rules.names import PublicName
from roundtable.tables.rules.seats import Role

ROLES = {
    Role.CHAIR: lazy("Leitung"),
    Role.SECRETARY: lazy("Protokollführung"),
    Role.MEMBER: lazy("Mitglied"),
    Role.GUEST: lazy("Gast"),
}
ROLE_HINTS = {
    Role.CHAIR: lazy("Lädt ein, leitet die Sitzung und kann Mitglieder und Gäste aufnehmen."),
    Role.SECRETARY: lazy("Schreibt das Protokoll."),
    Role.MEMBER: lazy("Redet mit und stimmt mit ab."),
    Role.GUEST: lazy("Ist dabei, stimmt aber nie mit ab."),
}
PUBLIC_NAMES = {
    PublicName.NAME: lazy("Name und Organisation"),
    PublicName.ORGANISATION: lazy("Nur die Organisation"),
    PublicName.GROUP: lazy("Nur die Gruppe"),
}
WHOLE_CITY = lazy("Stadtweit")
NOT_NAMED = lazy("nicht namentlich genannt")
VACANT = lazy("zurzeit unbesetzt")
