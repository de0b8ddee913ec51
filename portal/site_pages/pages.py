"""The pages every public body owes its visitors, and their addresses."""

from dataclasses import dataclass

from kernel.i18n import lazy


@dataclass(frozen=True)
class Place:
    """A fixed address and the title it has until the office writes its own."""

    slug: str
    path: str
    title: str


#: the page that lists the handbook's chapters below what the office wrote
HELP = "hilfe"

PLACES = {
    place.slug: place
    for place in (
        Place("impressum", "/impressum", lazy("Impressum")),
        Place("datenschutz", "/datenschutz", lazy("Datenschutz")),
        Place("barrierefreiheit", "/barrierefreiheit", lazy("Barrierefreiheit")),
        Place("leichte-sprache", "/leichte-sprache", lazy("Leichte Sprache")),
        Place("gebaerdensprache", "/gebaerdensprache", lazy("Gebärdensprache")),
        Place(HELP, "/hilfe/", lazy("Hilfe")),
    )
}
