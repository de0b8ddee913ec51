"""What the list of speakers refuses, in words."""

from kernel.constraints import rule
from kernel.errors import Conflict, RuleViolation
from kernel.i18n import lazy
from roundtable.meetings.rules.speech import Obstacle

OBSTACLES = {
    Obstacle.SITZUNG_RUHT: lazy("Das geht nur, während die Sitzung läuft."),
    Obstacle.KEIN_PUNKT: lazy("Gerade ist kein Punkt der Tagesordnung aufgerufen."),
    Obstacle.NICHT_DA: lazy(
        "Zu Wort melden sich Anwesende. Bitten Sie die Leitung, Sie als anwesend einzutragen."
    ),
    Obstacle.LISTE_ZU: lazy(
        "Die Redeliste ist geschlossen. Möglich sind nur noch Anträge zur Geschäftsordnung."
    ),
    Obstacle.NIEMAND_SPRICHT: lazy(
        "Eine Zwischenfrage stellt man, während jemand anderes spricht."
    ),
    Obstacle.SCHON_GEMELDET: lazy("Sie stehen schon auf der Redeliste."),
}


class CannotAsk(Conflict):
    """A guard says no."""

    def __init__(self, obstacle: Obstacle = Obstacle.SCHON_GEMELDET) -> None:
        super().__init__(str(OBSTACLES[obstacle]))
        self.obstacle = obstacle


class EntryTaken(Conflict):
    """The same id was sent for something else."""

    message = lazy("Diese Wortmeldung gibt es schon. Bitte laden Sie die Seite neu.")


class EntryStays(Conflict):
    """The contribution cannot take this step any more."""

    message = lazy("Diese Wortmeldung ist inzwischen weiter. Bitte sehen Sie auf die Redeliste.")


class AnotherIsNext(Conflict):
    """Somebody else stands in front by now."""

    message = lazy("Inzwischen steht jemand anderes vorn. Bitte sehen Sie auf die Redeliste.")


class SomebodyHasTheFloor(Conflict):
    """One person is called at a time, and one speaks."""

    message = lazy("Schon jemand anderes ist aufgerufen oder spricht.")


class ReasonMissing(RuleViolation):
    """A move needs a reason."""

    message = lazy("Bitte nennen Sie den Grund. Er steht auf der Redeliste.")

    def __init__(self) -> None:
        super().__init__(field="reason")


class ListRaced(Conflict):
    """Two requests got the same number."""

    message = lazy("Gerade hat sich noch jemand gemeldet. Bitte senden Sie noch einmal ab.")


rule("uq_speaker_entries_item_id_seat_id_kind", CannotAsk)
rule("uq_speaker_entries_meeting_id", SomebodyHasTheFloor)
rule("uq_speaker_entries_meeting_id_state", SomebodyHasTheFloor)
for _name in ("pk_speaker_entries", "uq_speaker_entries_id"):
    rule(_name, EntryTaken)
for _name in ("uq_speaker_entries_meeting_id_seq", "uq_speaker_moves_meeting_id_seq"):
    rule(_name, ListRaced)
