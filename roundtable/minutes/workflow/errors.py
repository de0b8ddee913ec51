"""What the way of minutes refuses, in words."""

from collections.abc import Sequence

from kernel.constraints import rule
from kernel.errors import Conflict, RuleViolation
from kernel.i18n import _, lazy
from roundtable.minutes.rules.objections import MOST_OPEN
from roundtable.minutes.rules.states import Lack
from roundtable.minutes.workflow.drafting import Fault

#: facts by the first word of their mark
_TO_THE = {"Beschluss": "zum", "Abstimmung": "zur", "Auftrag": "zum"}


class StepRefused(Conflict):
    """The step does not follow the state."""

    message = lazy("Dieser Schritt passt nicht zum Stand des Protokolls.")


class MinutesFaulty(RuleViolation):
    """Something is missing or cannot be printed; `faults` say what, each at its place."""

    message = lazy("Das Protokoll ist noch nicht vollständig. Es ist nichts vorgelegt.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = faults


class StillWritten(Conflict):
    """Each time the draft was printed, somebody had written on meanwhile."""

    message = lazy(
        "Während der Prüfung hat jemand weitergeschrieben. Alles Geschriebene ist gespeichert, vorgelegt ist noch "
        "nichts. Bitten Sie die anderen, kurz nicht zu schreiben. Legen Sie das Protokoll dann noch einmal vor."
    )


class WishesAreOpen(Conflict):
    """A new version answers all wishes of the one before."""

    message = lazy("Bitte entscheiden Sie zuerst über alle Änderungswünsche.")


class AnotherVersion(Conflict):
    """The page showed a version that is not the newest."""

    message = lazy("Inzwischen gibt es eine neue Fassung. Bitte lesen Sie sie zuerst.")


class TooLateToObject(Conflict):
    """The time for wishes is over; the server's clock decides."""

    message = lazy("Die Frist für Änderungswünsche ist vorbei.")


class TooManyWishes(RuleViolation):
    """A seat waits for answers to as many wishes as it may have."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Zu dieser Fassung sind schon %(most)s Ihrer Änderungswünsche offen. "
                "Bitte warten Sie, bis über einen davon entschieden ist.",
                most=MOST_OPEN,
            )
        )


class NotInTheText(RuleViolation):
    """The quote is not in the text of the item."""

    message = lazy(
        "Diese Stelle steht nicht im Text des gewählten Punktes. Bitte kopieren Sie sie von dort."
    )

    def __init__(self) -> None:
        super().__init__(field="quote")


class WhyIsMissing(RuleViolation):
    """People read why."""

    message = lazy("Bitte nennen Sie den Grund.")

    def __init__(self, field: str = "reason") -> None:
        super().__init__(field=field)


class DecidedOtherwise(Conflict):
    """Somebody decided on the wish before."""

    message = lazy("Über diesen Änderungswunsch ist schon entschieden.")


class NothingChanged(RuleViolation):
    """A correction says the same as the version before."""

    message = lazy("Der Text ist derselbe wie vorher. Bitte ändern Sie ihn.")


class UnfitText(RuleViolation):
    """A text that no item may have."""

    message = lazy("Dieser Text ist zu lang, oder er enthält Bilder oder unsichtbare Zeichen.")

    def __init__(self, number: str) -> None:
        super().__init__(field=number)


class FactsStand(RuleViolation):
    """Somebody wrote a fact of the meeting by hand; the field is that of the text."""

    def __init__(self, mark: str, *, has_line: bool) -> None:
        word, _space, which = mark.partition(" ")
        named = f"{_TO_THE[word]} {word} {which}"
        super().__init__(
            _(
                "Die Angaben %(named)s stehen fest. Sie kommen aus der Sitzung und können hier nicht geändert werden. "
                "Bitte löschen Sie die Zeilen, die mit > beginnen.",
                named=named,
            )
            + (" " + _("Im Text steht dafür [[%(mark)s]].", mark=mark) if has_line else ""),
            field="written",
        )


class SamePerson(RuleViolation):
    """Two people look at what becomes public."""

    message = lazy(
        "Sie haben das Protokoll selbst vorgelegt. Bitte lassen Sie es von jemand anderem freigeben."
    )


class TextChanged(Conflict):
    """What would be released is not what was looked at."""

    message = lazy(
        "Der Text hat sich geändert, seit Sie ihn geprüft haben. Es ist nichts veröffentlicht. "
        "Bitte prüfen Sie noch einmal."
    )


class PublicAlready(RuleViolation):
    """A correction would say what everybody reads already."""

    message = lazy(
        "Diesen Text lesen schon alle. Es gibt nichts zu berichtigen, und es ist nichts veröffentlicht."
    )


class ReleasedAlready(Conflict):
    """Somebody else released it."""

    message = lazy("Inzwischen hat jemand anderes das Protokoll freigegeben.")


class TooLateToTakeBack(Conflict):
    """The day on which a withdrawal may be taken back is over; the server's clock decides."""

    message = lazy(
        "Die 24 Stunden sind vorbei. Das Protokoll bleibt zurückgezogen; an seiner Stelle steht der Grund."
    )


#: what a guard of the rules means to people
LACKS: dict[Lack, type[RuleViolation]] = {
    Lack.SAME_PERSON: SamePerson,
    Lack.OTHER_TEXT: TextChanged,
    Lack.UNCHANGED: PublicAlready,
    Lack.NO_REASON: WhyIsMissing,
    Lack.TOO_LATE: TooLateToTakeBack,
}


def of_lack(lack: Lack) -> RuleViolation:
    """The refusal behind a guard; every other one means that it is not the time for this step."""
    found = LACKS.get(lack, StepRefused)
    return found()


rule("uq_minutes_versions_meeting_id_number", StepRefused)
rule("uq_minutes_returns_meeting_id_number", StepRefused)
rule("uq_minutes_publications_meeting_id_number", ReleasedAlready)
rule("uq_minutes_withdrawals_meeting_id", StepRefused)
