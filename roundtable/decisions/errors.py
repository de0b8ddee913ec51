"""What a vote refuses, in words."""

from collections.abc import Sequence

from kernel.constraints import rule
from kernel.errors import Conflict, RuleViolation
from kernel.i18n import lazy
from roundtable.decisions.rules.votes import Hindrance

HINDRANCES = {
    Hindrance.STAND: lazy("Diese Abstimmung kann nicht mehr eröffnet werden."),
    Hindrance.SITZUNG: lazy("Abgestimmt wird nur, während die Sitzung läuft."),
    Hindrance.PUNKT: lazy("Bitte rufen Sie zuerst den Punkt auf, zu dem abgestimmt wird."),
    Hindrance.BESCHLUSSFAEHIG: lazy(
        "Der Tisch ist nicht beschlussfähig. Bitte prüfen Sie die Anwesenheit."
    ),
}


class VoteHindered(RuleViolation):
    """A guard of the opening says no; the first hindrance is the message."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        super().__init__(str(HINDRANCES[hindrances[0]]))


class AnotherVoteIsOpen(Conflict):
    """One vote of a meeting is open at a time."""

    message = lazy("Eine andere Abstimmung ist offen. Bitte schließen Sie sie zuerst.")


class AlreadyVoted(Conflict):
    """One seat, one vote."""

    message = lazy("Für diesen Sitz ist schon abgestimmt. Diese Stimme gilt.")
    why = "schon_abgestimmt"


class NumberTaken(Conflict):
    """Two votes were prepared at the same instant."""

    message = lazy("Gerade wurde eine andere Abstimmung angelegt. Bitte senden Sie noch einmal ab.")


class VoteNotOpen(Conflict):
    """The vote is not open yet, or closed."""

    message = lazy("Diese Abstimmung ist nicht offen.")


class VoteStep(Conflict):
    """The step does not follow the state."""

    message = lazy("Dieser Schritt passt nicht zum Stand der Abstimmung.")


class VoteChanged(Conflict):
    """Somebody saved it meanwhile."""

    message = lazy(
        "Inzwischen hat jemand diese Abstimmung geändert. Kopieren Sie Ihren Text und laden Sie die Seite neu."
    )


class NoSuchItem(RuleViolation):
    """Votes belong to an item of the meeting that is still ahead."""

    message = lazy("Bitte wählen Sie einen Punkt dieser Tagesordnung.")

    def __init__(self, *, field: str = "item") -> None:
        super().__init__(field=field)


class TooLateToPrepare(Conflict):
    """The meeting is over."""

    message = lazy("Die Sitzung ist vorbei. Es kann nicht mehr abgestimmt werden.")


class NoSuchChoice(RuleViolation):
    """The rule does not know this answer."""

    message = lazy("Bitte wählen Sie eine der Antworten.")

    def __init__(self) -> None:
        super().__init__(field="choice")


class ReasonIsMissing(RuleViolation):
    """A veto and an abort say why."""

    message = lazy("Bitte nennen Sie den Grund.")

    def __init__(self, *, field: str = "reason") -> None:
        super().__init__(field=field)


class TooManyCounted(RuleViolation):
    """More hands than seats without a ballot."""

    message = lazy("Das sind mehr Stimmen, als Sitze ohne Stimme am Gerät da sind.")

    def __init__(self) -> None:
        super().__init__(field="yes")


class NothingToCount(RuleViolation):
    """Concerns exist in a consensus only, invalid ones on paper only."""

    message = lazy("Diese Zahl passt nicht zu dieser Abstimmung.")


class CountChanged(Conflict):
    """The chair confirms what they saw."""

    message = lazy("Inzwischen wurde neu gezählt. Bitte prüfen Sie die Zahlen noch einmal.")


class CountUnconfirmed(RuleViolation):
    """Hands and papers are counted by one person and confirmed by the chair before the result is told."""

    message = lazy("Bitte tragen Sie zuerst die gezählten Stimmen ein und bestätigen Sie sie.")


class ResolutionStepRefused(Conflict):
    """The step does not follow the state."""

    message = lazy("Dieser Schritt passt nicht zum Stand des Beschlusses.")


class ResolutionChanged(Conflict):
    """Somebody saved it meanwhile."""

    message = lazy(
        "Inzwischen hat jemand diesen Beschluss geändert. Kopieren Sie Ihren Text und laden Sie die Seite neu."
    )


class TooLateForTasks(Conflict):
    """Tasks are given from the beginning of a meeting until its results are released."""

    message = lazy(
        "Aufträge vergibt der Tisch in der Sitzung, bis ihr Ergebnis veröffentlicht ist."
    )


class OwnerIsMissing(RuleViolation):
    """Somebody does it: a seat of the table, or an organisation."""

    message = lazy("Bitte wählen Sie einen Sitz oder nennen Sie eine Organisation.")

    def __init__(self) -> None:
        super().__init__(field="seat")


class TaskStepRefused(Conflict):
    """The step does not follow the state."""

    message = lazy("Dieser Schritt passt nicht zum Stand des Auftrags.")


class MeetingNotClosed(Conflict):
    """Results are released once the meeting is closed."""

    message = lazy("Bitte beenden Sie zuerst die Sitzung.")


class NotReleasedYet(Conflict):
    """Only what everybody reads is corrected in public."""

    message = lazy("Das Ergebnis ist noch nicht veröffentlicht.")


class NoSuchVote(RuleViolation):
    """A correction is about a vote of the released result, or about all of it."""

    message = lazy("Bitte wählen Sie, worum es geht.")

    def __init__(self) -> None:
        super().__init__(field="vote")


class NoSuchSuccessor(RuleViolation):
    """A changed resolution names the one that took its place."""

    message = lazy("Bitte nennen Sie die Nummer eines anderen Beschlusses dieses Tisches.")

    def __init__(self) -> None:
        super().__init__(field="successor")


rule("uq_live_votes_meeting_id", AnotherVoteIsOpen)
rule("uq_live_votes_meeting_id_running", NumberTaken)
rule("uq_live_ballots_vote_id_seat_id", AlreadyVoted)
rule("uq_tasks_meeting_id_running", NumberTaken)
