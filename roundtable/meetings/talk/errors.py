"""What the talk in the room refuses, in words."""

from kernel.constraints import rule
from kernel.errors import Conflict, RuleViolation
from kernel.i18n import lazy
from roundtable.meetings.rules.talk import Hindrance


class MessageIsEmpty(RuleViolation):
    """There is nothing to read."""

    message = lazy("Bitte schreiben Sie einen Text.")

    def __init__(self) -> None:
        super().__init__(field="text")


class MessageIsTooLong(RuleViolation):
    """More than a message may hold."""

    code = "too_large"
    message = lazy("Die Nachricht ist zu lang. Erlaubt sind 1.000 Zeichen. Bitte kürzen Sie sie.")

    def __init__(self) -> None:
        super().__init__(field="text")


class TalkIsClosed(Conflict):
    """People write while the meeting runs or pauses."""

    message = lazy("Hier wird nur geschrieben, solange die Sitzung läuft.")


class TalkIsForMembers(Conflict):
    """A non-public item is called, and the actor is a guest."""

    message = lazy(
        "Gerade läuft ein nichtöffentlicher Punkt. Gäste schreiben und lesen hier nicht mit."
    )


class MessageTaken(Conflict):
    """The same id was sent with something else."""

    message = lazy(
        "Diese Nachricht gibt es schon mit anderem Inhalt. Bitte laden Sie die Seite neu."
    )


class MessageStays(Conflict):
    """It was hidden or taken back before."""

    message = lazy("Diese Nachricht ist schon verborgen oder zurückgenommen.")


class HidingNeedsReason(RuleViolation):
    """Who hides somebody's words says why."""

    message = lazy("Bitte nennen Sie den Grund in einem Satz (10 bis 200 Zeichen).")

    def __init__(self) -> None:
        super().__init__(field="reason")


class TalkRaced(Conflict):
    """Two messages got the same number."""

    message = lazy("Gerade hat noch jemand geschrieben. Bitte senden Sie noch einmal ab.")


WHY_NOT = {
    Hindrance.SITZUNG_RUHT: TalkIsClosed,
    Hindrance.NUR_MITGLIEDER: TalkIsForMembers,
}
rule("uq_talk_messages_meeting_id_key", MessageTaken)
rule("uq_talk_messages_meeting_id_seq", TalkRaced)
