"""What the live text refuses, in words; devices go by code and reason."""

from kernel.errors import Refusal, RuleViolation
from kernel.i18n import _, lazy
from roundtable.minutes.rules.text import MOST_CHARACTERS
from roundtable.minutes.ydoc import Code, Refused

STATUS = {
    Code.RESYNC: 409,
    Code.INVALID: 422,
    Code.TOO_LARGE: 413,
    Code.NOT_FOUND: 404,
    Code.CLOSED: 409,
    Code.NOT_PERMITTED: 403,
    Code.INTERNAL: 500,
}
SENTENCES = {
    Code.RESYNC: lazy("Ihr Text ist nicht mehr auf dem neuesten Stand."),
    Code.INVALID: lazy("Diese Änderung passt nicht zum Text."),
    Code.TOO_LARGE: lazy("Diese Änderung ist zu groß."),
    Code.NOT_FOUND: lazy("Diese Mitschrift gibt es nicht."),
    Code.CLOSED: lazy("In dieser Mitschrift kann gerade nicht geschrieben werden."),
    Code.NOT_PERMITTED: lazy("Das dürfen Sie nicht."),
    Code.INTERNAL: lazy("Ihre Änderung ist noch nicht gespeichert. Wir versuchen es noch einmal."),
}
REASONS = {
    "data_url": lazy("Bilder können nicht in den Text kopiert werden."),
    "characters": lazy("Der Text enthält unsichtbare Steuerzeichen."),
    "not_begun": lazy("Mitglieder schreiben mit, sobald die Sitzung begonnen hat."),
    "edited": lazy("Die Sitzung ist beendet. Jetzt schreiben nur Protokollführung und Leitung."),
    "submitted": lazy("Das Protokoll liegt dem Tisch vor. Sein Text ändert sich jetzt nicht."),
    "revised": lazy("Die Protokollführung überarbeitet gerade das Protokoll."),
    "over": lazy("An diesem Punkt wird nicht mehr geschrieben."),
    "locked": lazy("Dieser Punkt ist gesperrt."),
    "epoch": lazy("Die Mitschrift wurde neu begonnen."),
}


class DocRefused(Refusal):
    """An edit that was not taken; `field` says why."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(sentence_of(refused), field=refused.why)
        self.code = refused.code.value
        self.status = STATUS[refused.code]


class ReasonIsMissing(RuleViolation):
    """A lock that nobody understands."""

    message = lazy("Bitte nennen Sie den Grund. Alle am Tisch lesen ihn.")

    def __init__(self) -> None:
        super().__init__(field="reason")


def sentence_of(refused: Refused) -> str:
    """The refusal as people read it."""
    if refused.why == "text_limit":
        most = f"{MOST_CHARACTERS:,}".replace(",", ".")
        return _("Der Text ist zu lang. Er darf höchstens %(most)s Zeichen haben.", most=most)
    sentence = str(REASONS.get(refused.why) or SENTENCES[refused.code])
    if refused.code is Code.INTERNAL and refused.why:
        sentence += " " + _("Der Vorgang hat die Nummer %(number)s.", number=refused.why)
    return sentence
