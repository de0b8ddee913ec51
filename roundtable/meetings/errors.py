"""What a meeting refuses, in words."""

from collections.abc import Sequence

from kernel.constraints import rule
from kernel.errors import Conflict, RuleViolation
from kernel.i18n import lazy
from roundtable.meetings.rules.states import Hindrance

HINDRANCES = {
    Hindrance.SCHRITT: lazy("Dieser Schritt passt nicht zum Stand der Sitzung."),
    Hindrance.TERMIN_FEHLT: lazy("Bitte legen Sie zuerst Termin und Ort fest."),
    Hindrance.KEIN_PUNKT: lazy(
        "Die Tagesordnung ist leer. Bitte tragen Sie mindestens einen Punkt ein."
    ),
    Hindrance.LADUNGSFRIST: lazy(
        "Die Ladungsfrist ist nicht eingehalten. Bitte nennen Sie den Grund."
    ),
    Hindrance.ANWESENHEIT: lazy("Bitte tragen Sie zuerst ein, wer da ist."),
    Hindrance.TAGESORDNUNG: lazy("Bitte bestätigen Sie zuerst die Tagesordnung."),
    Hindrance.ABSTIMMUNG_OFFEN: lazy(
        "Eine Abstimmung ist noch nicht zu Ende. Bitte schließen Sie sie und geben Sie das Ergebnis bekannt."
    ),
    Hindrance.REDE_LAEUFT: lazy("Jemand spricht noch. Bitte beenden Sie zuerst den Beitrag."),
    Hindrance.GRUND_FEHLT: lazy("Bitte nennen Sie den Grund. Er wird veröffentlicht."),
    Hindrance.VERFRUEHT: lazy(
        "Diese Sitzung ist für einen späteren Tag geplant. Bitte bestätigen Sie, dass Sie sie jetzt schon eröffnen."
    ),
}
#: the field of a form that can mend it
FIELDS = {
    Hindrance.LADUNGSFRIST: "reason",
    Hindrance.GRUND_FEHLT: "reason",
    Hindrance.TAGESORDNUNG: "agenda_confirmed",
    Hindrance.VERFRUEHT: "early_meant",
}


class MeetingHindered(RuleViolation):
    """A guard says no; the first hindrance is the message."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        super().__init__(str(HINDRANCES[hindrances[0]]), field=FIELDS.get(hindrances[0], ""))


class MeetingChanged(Conflict):
    """Somebody saved the plan meanwhile."""

    message = lazy(
        "Inzwischen hat jemand diese Sitzung geändert. Bitte laden Sie die Seite neu und prüfen Sie die Angaben."
    )


class ItemChanged(Conflict):
    """Somebody saved the item meanwhile."""

    message = lazy(
        "Inzwischen hat jemand diesen Punkt geändert. Kopieren Sie Ihren Text und laden Sie die Seite neu."
    )


class EndsBeforeStart(RuleViolation):
    """The end lies before the start."""

    message = lazy("Das Ende liegt vor dem Beginn.")

    def __init__(self) -> None:
        super().__init__(field="ends_at")


class AgendaIsOver(Conflict):
    """The meeting has begun or will not take place."""

    message = lazy("Die Tagesordnung kann nicht mehr geändert werden.")


class NeedsConfirmation(RuleViolation):
    """A public text would disappear from the public."""

    message = lazy(
        "Dieser Punkt hat schon einen öffentlichen Text. Bitte bestätigen Sie, dass er nichtöffentlich wird."
    )

    def __init__(self) -> None:
        super().__init__(field="confirmed")


class StaysNonpublic(RuleViolation):
    """A non-public text would become public."""

    message = lazy(
        "Ein nichtöffentlicher Punkt mit Text oder Nummer bleibt nichtöffentlich. "
        "Legen Sie stattdessen einen neuen öffentlichen Punkt an."
    )

    def __init__(self) -> None:
        super().__init__(field="nonpublic")


class PartsTakeLonger(RuleViolation):
    """The parts of an item take longer than the item."""

    message = lazy("Die Unterpunkte dauern länger als der ganze Punkt.")

    def __init__(self) -> None:
        super().__init__(field="minutes")


class NoSuchParent(RuleViolation):
    """Parts have no parts, and belong to an item of the same agenda."""

    message = lazy("Ein Unterpunkt gehört zu einem Punkt dieser Tagesordnung.")

    def __init__(self) -> None:
        super().__init__(field="parent")


class AnswersAreOver(Conflict):
    """The meeting has begun or will not take place."""

    message = lazy("Zu dieser Sitzung können Sie nicht mehr antworten.")


class DeputyIsMissing(RuleViolation):
    """Nobody was named."""

    message = lazy("Bitte nennen Sie, wer Sie vertritt.")

    def __init__(self) -> None:
        super().__init__(field="deputy_name")


class NobodyComesOrGoes(Conflict):
    """Presence is noted between invitation and close."""

    message = lazy("Anwesenheit wird von der Einladung bis zum Ende der Sitzung eingetragen.")


class StandsInElsewhere(Conflict):
    """One account acts for one seat."""

    message = lazy("Diese Person ist schon für einen anderen Sitz da.")


class ItemStays(Conflict):
    """The item cannot take this step, or another one is called."""

    message = lazy(
        "Dieser Schritt passt nicht zum Stand der Tagesordnung. Immer nur ein Punkt ist aufgerufen."
    )


class MeetingRests(Conflict):
    """What happens in the room happens while the meeting runs."""

    message = lazy("Das geht nur, während die Sitzung läuft.")


class NothingToLink(RuleViolation):
    """The address leads to nothing that can be tied, or to nothing that the actor sees."""

    message = lazy(
        "Unter dieser Adresse steht kein Vorschlag, kein Format, keine Abstimmung und kein Beschluss."
    )

    def __init__(self) -> None:
        super().__init__(field="address")


class TooManyLinks(RuleViolation):
    """An item that is about everything is about nothing."""

    message = lazy("Ein Punkt kann sich auf höchstens 10 Dinge beziehen.")

    def __init__(self) -> None:
        super().__init__(field="address")


class LinksAreOver(Conflict):
    """What a meeting was about stands with its results."""

    message = lazy("Die Sitzung ist beendet. Bezüge können nicht mehr geändert werden.")


class AlreadyCarried(Conflict):
    """Somebody took the item into another meeting at the same instant."""

    message = lazy("Dieser Punkt steht inzwischen schon auf einer anderen Tagesordnung.")


rule("uq_agenda_items_meeting_id", ItemStays)
rule("uq_agenda_items_source_id", AlreadyCarried)
