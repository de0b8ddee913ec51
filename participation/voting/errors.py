"""What can go wrong around a vote, in words for voters and offices."""

from kernel.errors import Conflict, NotPermitted, RuleViolation


class VoteIsNotOpen(Conflict):
    """Before it opens or after it closed; the server's clock decides."""

    message = "Diese Abstimmung nimmt gerade keine Stimmen an. Ihre Stimme wurde nicht gezählt."


class VoteIsNotReady(Conflict):
    """The vote's secret is missing: a backup was restored."""

    message = "Die Abstimmung ist gerade nicht erreichbar. Ihre Stimme wurde noch nicht gezählt."
    code = "internal"


class NotOnTheRoll(NotPermitted):
    """The actor does not belong to the frozen electorate."""

    message = "Sie stehen nicht im Wählerverzeichnis dieser Abstimmung."


class BallotIsInvalid(RuleViolation):
    """The choices break the ballot's rules; nothing was counted."""

    message = "Dieser Stimmzettel ist noch nicht vollständig. Er wurde noch nicht gezählt."


class BallotChangedMeanwhile(Conflict):
    """Another window or device cast in between."""

    message = (
        "Sie haben inzwischen in einem anderen Fenster abgestimmt. "
        "Diese Stimme gilt. Wenn Sie sie ändern möchten, beginnen Sie bitte neu."
    )


class SealIsBroken(RuleViolation):
    """The check page is too old, of another person, or forged."""

    message = "Diese Seite ist veraltet. Bitte wählen Sie noch einmal. Es wurde nichts gezählt."


class CardIsFrozen(Conflict):
    """The rules were published; a change is a new vote."""

    message = (
        "Die Regelkarte ist veröffentlicht. Eine Änderung ist nur als neue Abstimmung möglich."
    )


class WrongStep(Conflict):
    """The vote is not in the state this step begins from."""

    message = "Dieser Schritt passt nicht zum Stand der Abstimmung."


class SlugTaken(RuleViolation):
    """Addresses are unique."""

    message = "Diese Adresse gibt es schon. Bitte wählen Sie eine andere."
