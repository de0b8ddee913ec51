"""German names of kinds, filters and values."""

from collections.abc import Mapping

from kernel.i18n import _, lazy

ARTS: Mapping[str, str] = {
    "format": lazy("Beteiligung"),
    "vorschlag": lazy("Vorschlag"),
    "beitrag": lazy("Beitrag"),
    "abstimmung": lazy("Abstimmung"),
    "beschluss": lazy("Beschluss"),
    "protokoll": lazy("Protokoll"),
    "sitzung": lazy("Sitzung"),
    "top": lazy("Tagesordnungspunkt"),
    "massnahme": lazy("Maßnahme"),
    "foerderung": lazy("Förderung"),
    "angebot": lazy("Angebot"),
    "archiv": lazy("Archiv"),
}
FACETS: Mapping[str, str] = {
    "art": lazy("Art"),
    "jahr": lazy("Jahr"),
    "gremium": lazy("Gremium oder Format"),
    "bezirk": lazy("Bezirk"),
    "status": lazy("Stand"),
}


def name_of_art(art: str) -> str:
    """The German word of a kind."""
    return str(ARTS.get(art, art))


def value_name(facet: str, value: str) -> str:
    """A filter value as people read it."""
    return name_of_art(value) if facet == "art" else value or _("ohne Angabe")
