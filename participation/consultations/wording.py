"""How pages and mails say the words of consultations."""

from kernel.i18n import lazy
from participation.consultations.models.formats import Format, State, Visibility
from participation.consultations.models.site import Source
from participation.consultations.rules.blueprints import Blueprint, Level
from participation.consultations.rules.phases import PhaseType
from participation.consultations.rules.standing import Standing

PHASES = {
    PhaseType.INFORM: lazy("Informieren"),
    PhaseType.COLLECT: lazy("Vorschlagen"),
    PhaseType.SUPPORT: lazy("Unterstützen"),
    PhaseType.REFINE: lazy("Ausarbeiten"),
    PhaseType.RATE: lazy("Bewerten"),
    PhaseType.DISCUSS: lazy("Besprechen"),
    PhaseType.EVALUATE: lazy("Prüfen"),
    PhaseType.ANSWER: lazy("Antworten"),
    PhaseType.VOTE: lazy("Abstimmen"),
    PhaseType.RESULT: lazy("Ergebnis"),
}
#: What people can do while the phase runs.
POSSIBLE = {
    PhaseType.INFORM: lazy("Jetzt können Sie sich informieren. Mitmachen können Sie später."),
    PhaseType.COLLECT: lazy("Jetzt können Sie Vorschläge schreiben, unterstützen und besprechen."),
    PhaseType.SUPPORT: lazy("Jetzt können Sie Vorschläge unterstützen und besprechen."),
    PhaseType.REFINE: lazy("Jetzt werden die Vorschläge genauer. Sie können Änderungen beitragen."),
    PhaseType.RATE: lazy("Jetzt können Sie die Vorschläge bewerten und besprechen."),
    PhaseType.DISCUSS: lazy("Jetzt können Sie mitreden."),
    PhaseType.EVALUATE: lazy("Jetzt prüft das Amt die Vorschläge. Sie können alles nachlesen."),
    PhaseType.ANSWER: lazy("Jetzt antwortet das Amt auf die Vorschläge. Sie können mitlesen."),
    PhaseType.VOTE: lazy("Jetzt können Sie abstimmen."),
    PhaseType.RESULT: lazy("Jetzt lesen Sie, was gewählt und beschlossen wurde."),
}
#: What a half-public format says in their stead: no visitor is promised what only invited people can do.
FOR_INVITED = lazy("Jetzt machen Eingeladene mit. Alle können mitlesen.")
#: How long taking part takes; nothing where there is nothing to do.
EFFORT = {
    PhaseType.COLLECT: lazy("etwa 5 Minuten"),
    PhaseType.SUPPORT: lazy("1 Minute"),
    PhaseType.REFINE: lazy("etwa 10 Minuten"),
    PhaseType.RATE: lazy("etwa 3 Minuten"),
    PhaseType.DISCUSS: lazy("etwa 3 Minuten"),
    PhaseType.VOTE: lazy("etwa 3 Minuten"),
}
LEVELS = {
    Level.INFORMATION: lazy("Information"),
    Level.KONSULTATION: lazy("Konsultation"),
    Level.MITGESTALTUNG: lazy("Mitgestaltung"),
    Level.ENTSCHEIDUNG: lazy("Entscheidung"),
}
PROMISES = {
    Level.INFORMATION: lazy("Sie erfahren, was geplant ist."),
    Level.KONSULTATION: lazy("Sie sagen Ihre Meinung. Das Amt muss darauf antworten."),
    Level.MITGESTALTUNG: lazy("Ihr Beitrag kann den Inhalt verändern."),
    Level.ENTSCHEIDUNG: lazy("Am Ende entscheidet eine Abstimmung."),
}
BLUEPRINTS = {
    Blueprint.OFFER_WISHES: lazy("Angebote wünschen und abstimmen"),
    Blueprint.IDEA_COLLECTION: lazy("Ideen sammeln"),
    Blueprint.PROPOSAL_PROCEDURE: lazy("Vorschläge gemeinsam ausarbeiten"),
    Blueprint.OPEN_DISCUSSION: lazy("Offenes Gespräch"),
    Blueprint.INFORMATION: lazy("Information"),
}
PURPOSES = {
    Blueprint.OFFER_WISHES: lazy("Menschen schlagen Angebote vor. Wer eine Karte hat, stimmt ab."),
    Blueprint.IDEA_COLLECTION: lazy("Menschen nennen Ideen. Das Amt prüft und antwortet."),
    Blueprint.PROPOSAL_PROCEDURE: lazy(
        "Menschen schlagen vor, unterstützen und verbessern. Das Amt prüft und antwortet."
    ),
    Blueprint.OPEN_DISCUSSION: lazy("Ein Gespräch ohne Ende, mit regelmäßigen Ergebnissen."),
    Blueprint.INFORMATION: lazy("Das Amt informiert. Niemand muss etwas tun."),
}
VISIBLE_TO = {
    Visibility.OEFFENTLICH: lazy("alle"),
    Visibility.HALBOEFFENTLICH: lazy("alle; mitmachen können Eingeladene"),
    Visibility.INTERN: lazy("Eingeladene und die zuständige Verwaltung"),
}
VISIBLE_DRAFT = lazy("die zuständige Verwaltung")
VISIBILITIES = {
    Visibility.OEFFENTLICH: lazy("Öffentlich: Alle lesen, wer ein Konto hat, macht mit."),
    Visibility.HALBOEFFENTLICH: lazy("Halböffentlich: Alle lesen, Eingeladene machen mit."),
    Visibility.INTERN: lazy("Intern: Nur Eingeladene lesen und machen mit."),
}
STATES = {
    State.ENTWURF: lazy("Entwurf"),
    State.VEROEFFENTLICHT: lazy("veröffentlicht"),
    State.ARCHIVIERT: lazy("archiviert"),
}
STANDINGS = {
    Standing.LAEUFT: lazy("Läuft"),
    Standing.KOMMT: lazy("Beginnt bald"),
    Standing.BEENDET: lazy("Beendet"),
}
#: by whether the result is final
RESULT_NAMES = {True: lazy("Ergebnis"), False: lazy("Zwischenergebnis")}
SOURCES = {Source.STADT: lazy("Stadt"), Source.AKTIVOLI: lazy("AKTIVOLI")}
WHOLE_CITY = lazy("Ganz Hamburg")


def visible_to(format_: Format | None) -> str:
    """Who sees the format now; a draft, or one that is not stored yet, is the office's."""
    if format_ is None or format_.state is State.ENTWURF:
        return str(VISIBLE_DRAFT)
    return str(VISIBLE_TO[format_.visibility])
