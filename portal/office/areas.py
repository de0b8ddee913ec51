"""The rooms of the office, each shown to whom it lets in."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.people.permissions import can_manage_people
from accounts.roles import OFFICE, SECOND_LOOK
from kernel.actors import Actor
from kernel.i18n import lazy
from participation.voting.permissions import can_prepare
from portal.site_pages.permissions import can_write


@dataclass(frozen=True, slots=True)
class Area:
    """A room of the office: its name, where it begins, what one does there, and who may."""

    title: str
    endpoint: str
    text: str
    admits: Callable[[Actor], bool]


AREAS = (
    Area(
        lazy("Formate"),
        "office_formats.index",
        lazy("Beteiligungen anlegen, prüfen, veröffentlichen und verlängern."),
        OFFICE.admits,
    ),
    Area(
        lazy("Antworten"),
        "office_answers.index",
        lazy("Vorschläge beantworten und Antworten mitzeichnen."),
        SECOND_LOOK.admits,
    ),
    Area(
        lazy("Abstimmungen"),
        "votes_office.index",
        lazy("Regelkarten festlegen und Ergebnisse veröffentlichen."),
        can_prepare,
    ),
    Area(
        lazy("Runde Tische"),
        "office_tables.index",
        lazy("Runde Tische anlegen, Sitze vergeben und beenden."),
        OFFICE.admits,
    ),
    Area(
        lazy("Personen"),
        "people.listing",
        lazy("Konten finden, Rollen geben und beenden."),
        can_manage_people,
    ),
    Area(
        lazy("Seiten"),
        "site_pages_office.index",
        lazy("Impressum, Datenschutz, Barrierefreiheit und Hilfe schreiben."),
        can_write,
    ),
)


def areas_for(actor: Actor) -> list[Area]:
    """The rooms that let this person in."""
    return [area for area in AREAS if area.admits(actor)]
