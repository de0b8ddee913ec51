"""A vote in plain German: state, rule, what the reader can do now. Pages and search show the same words."""

from dataclasses import dataclass

from kernel import clock
from kernel.i18n import _ as now
from kernel.i18n import lazy as _
from participation.voting.models import Vote
from participation.voting.rules.states import State

STATES = {
    State.VORBEREITET: (_("angekündigt"), "neutral"),
    State.OFFEN: (_("läuft"), "running"),
    State.GESCHLOSSEN: (_("wird ausgezählt"), "review"),
    State.AUSGEZAEHLT: (_("wird ausgezählt"), "review"),
    State.VEROEFFENTLICHT: (_("Ergebnis liegt vor"), "done"),
    State.ABGEBROCHEN: (_("abgebrochen"), "refused"),
}


@dataclass(frozen=True)
class Mark:
    """A status as word and shape."""

    word: str
    kind: str


def mark_of(vote: Vote) -> Mark:
    """The status mark of a vote; past its end it does not run, even before the clock's work has closed it."""
    is_over = vote.status is State.OFFEN and clock.now() >= vote.closes_at
    word, kind = STATES[State.GESCHLOSSEN if is_over else vote.status]
    return Mark(word, kind)


def winners_in_one_line(vote: Vote) -> str:
    """What was chosen, once the result is public; empty before."""
    if vote.status is not State.VEROEFFENTLICHT or vote.result is None:
        return ""
    titles = {option["key"]: option["title"] for option in vote.result["options"]}
    winners = ", ".join(titles[key] for key in vote.result["winners"])
    return now("Gewählt: %(winners)s", winners=winners) if winners else now("Nichts gewählt")


def rule_in_words(vote: Vote) -> list[str]:
    """How the vote is counted, in plain sentences."""
    return list(RULES[vote.rule])


SHARES = (
    _("Das Budget wird gleichmäßig auf alle Abstimmenden verteilt."),
    _("Ein Angebot wird gewählt, wenn seine Unterstützenden es gemeinsam bezahlen können."),
    _("So entscheiden viele Gruppen mit, nicht nur die größte."),
)
TOP_UP = _("Was übrig bleibt, geht der Reihe nach an die Angebote mit den meisten Stimmen.")
GREEDY = (
    _("Die Angebote werden nach der Zahl ihrer Stimmen geordnet."),
    _("Der Reihe nach wird gewählt, was noch in das Budget passt."),
)
RULES = {
    "greedy-per-cost": (
        _("Die Angebote werden nach der Zahl ihrer Stimmen je Euro geordnet."),
        _("Der Reihe nach wird gewählt, was noch in das Budget passt."),
    ),
    "greedy-threshold": (
        _("Angebote unter der Mindestzahl an Stimmen scheiden aus."),
        *GREEDY,
    ),
    "equal-shares": SHARES,
    "equal-shares-utilitarian": (*SHARES, TOP_UP),
    "equal-shares-exhaustive": SHARES,
    "equal-shares-plain": SHARES,
    "greedy": GREEDY,
    "greedy-no-skip": (
        _("Die Angebote werden nach der Zahl ihrer Stimmen geordnet."),
        _("Gewählt wird der Reihe nach, bis das nächste nicht mehr in das Budget passt."),
    ),
}


NAMES = {
    "equal-shares": _("faire Anteile"),
    "equal-shares-utilitarian": _("faire Anteile, Rest nach Stimmen"),
    "equal-shares-exhaustive": _("faire Anteile bis zum letzten passenden Angebot"),
    "equal-shares-plain": _("faire Anteile ohne Auffüllen"),
    "greedy": _("nach Stimmen"),
    "greedy-no-skip": _("nach Stimmen ohne Überspringen"),
    "greedy-per-cost": _("nach Stimmen je Euro"),
    "greedy-threshold": _("nach Stimmen mit Mindestzahl"),
}


def offered_rules() -> dict[str, str]:
    """The rules an office can choose from; a bound on votes is known from imported elections only."""
    return {rule: name for rule, name in NAMES.items() if rule != "greedy-threshold"}


def name_of_rule(rule: str) -> str:
    """A rule's short German name."""
    return NAMES[rule]
