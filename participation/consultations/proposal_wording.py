"""How pages and mails say the words of proposals and answers."""

from dataclasses import dataclass

from kernel.i18n import _, lazy
from participation.consultations.models.answers import AnswerState, Feasibility
from participation.consultations.models.proposals import Proposal
from participation.consultations.queries.proposals import Order
from participation.consultations.rules.proposals import Status, Withdrawal

STATUSES = {
    Status.OFFEN: lazy("offen"),
    Status.IN_PRUEFUNG: lazy("in Prüfung"),
    Status.ANGENOMMEN: lazy("angenommen"),
    Status.TEILWEISE: lazy("teilweise angenommen"),
    Status.ABGELEHNT: lazy("abgelehnt"),
    Status.IN_UMSETZUNG: lazy("in Umsetzung"),
    Status.UMGESETZT: lazy("umgesetzt"),
}
SHAPES = {
    Status.OFFEN: "open",
    Status.IN_PRUEFUNG: "review",
    Status.ANGENOMMEN: "done",
    Status.TEILWEISE: "done",
    Status.ABGELEHNT: "refused",
    Status.IN_UMSETZUNG: "running",
    Status.UMGESETZT: "done",
}
WITHDRAWALS = {
    Withdrawal.DOPPELT: lazy("Es gibt schon einen ähnlichen Vorschlag."),
    Withdrawal.BEGONNEN: lazy("Daran wird schon gearbeitet."),
    Withdrawal.NICHT_MACHBAR: lazy("Der Vorschlag ist nicht machbar."),
    Withdrawal.ERLEDIGT: lazy("Der Vorschlag hat sich erledigt."),
    Withdrawal.ANDERES: lazy("Anderer Grund"),
}
ORDERS = {
    Order.NEU: lazy("Neueste zuerst"),
    Order.UNTERSTUETZT: lazy("Meiste Unterstützung"),
    Order.GELOST: lazy("Zufällige Reihenfolge"),
}
FEASIBLE = {
    Feasibility.JA: lazy("Ja, machbar"),
    Feasibility.WENN: lazy("Machbar, wenn …"),
    Feasibility.NEIN: lazy("Nein, nicht machbar"),
}
ANSWER_STATES = {
    AnswerState.ENTWURF: lazy("wartet auf Mitzeichnung"),
    AnswerState.ZURUECKGEGEBEN: lazy("zurückgegeben"),
    AnswerState.MITGEZEICHNET: lazy("mitgezeichnet"),
    AnswerState.VEROEFFENTLICHT: lazy("veröffentlicht"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A Stand-Marke: word and shape."""

    word: str
    kind: str


def mark_of(proposal: Proposal) -> Mark:
    """Where the proposal stands, for everybody."""
    if proposal.is_withdrawn:
        return Mark(_("zurückgezogen"), "neutral")
    return Mark(str(STATUSES[proposal.status]), SHAPES[proposal.status])
