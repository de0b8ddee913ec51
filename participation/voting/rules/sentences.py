"""German sentences about a count: a code with values, and the words that go with it.

The rules import nothing, so translation comes in from outside: `translate` takes one of the texts
marked with `_` and answers it in the reader's language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from participation.voting.rules.money import Amount, Currency, number

Translate = Callable[[str], str]


def _(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


class Code(StrEnum):
    """What a sentence states."""

    WON_SHARED = "won-shared"
    WON_SHARED_ONE = "won-shared-one"
    WON_TOP_UP = "won-top-up"
    WON_BY_SCORE = "won-by-score"
    LOST_SHARED = "lost-shared"
    LOST_SHARED_ONE_PAYER = "lost-shared-one-payer"
    LOST_SHARED_ONE = "lost-shared-one"
    LOST_SHARED_UNSPENT = "lost-shared-unspent"
    LOST_SHARED_UNSPENT_ONE = "lost-shared-unspent-one"
    DOES_NOT_FIT = "does-not-fit"
    AFTER_STOP = "after-stop"
    GROUP_TAKEN = "group-taken"
    NO_SUPPORT = "no-support"
    BELOW_FLOOR = "below-floor"
    LOT = "lot"
    NEXT_STEP = "next-step"
    ALL_WIN = "all-win"
    EXHAUSTED = "exhausted"
    FREE = "free"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Support:
    """Votes or, if ballots give several, points."""

    amount: int
    in_points: bool

    def text(self, translate: Translate) -> str:
        """With its unit: "1.306 Stimmen", "1 Punkt"."""
        if self.in_points:
            unit = _("Punkt") if self.amount == 1 else _("Punkte")
        else:
            unit = _("Stimme") if self.amount == 1 else _("Stimmen")
        return f"{number(self.amount)} {translate(unit)}"


Value = int | str | Amount | Support


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement; the values have the names that the German text uses."""

    code: Code
    values: Mapping[str, Value]

    def text(self, currency: Currency, translate: Translate = str) -> str:
        """The statement in words, with amounts in this currency."""
        words = {name: _words(value, currency, translate) for name, value in self.values.items()}
        return translate(TEXTS[self.code]) % words


def _words(value: Value, currency: Currency, translate: Translate) -> str:
    match value:
        case Amount():
            return currency.text(value)
        case Support():
            return value.text(translate)
        case int():
            return number(value)
        case _:
            return value


TEXTS: Mapping[Code, str] = {
    Code.WON_SHARED: _("Gewählt: %(voters)s Unterstützende zahlten je höchstens %(most)s."),
    Code.WON_SHARED_ONE: _("Gewählt: Eine Person unterstützte es und zahlte %(most)s."),
    Code.WON_TOP_UP: _("Gewählt aus dem Geld, das nach dem Teilen übrig war: %(support)s."),
    Code.WON_BY_SCORE: _("Gewählt auf Platz %(place)s: %(support)s. Frei waren noch %(free)s."),
    Code.LOST_SHARED: _(
        "Nicht gewählt: Die %(voters)s Unterstützenden hatten noch %(rest)s von %(cost)s; "
        "%(payers)s hatten schon %(paid)s für „%(other)s“ bezahlt."
    ),
    Code.LOST_SHARED_ONE_PAYER: _(
        "Nicht gewählt: Die %(voters)s Unterstützenden hatten noch %(rest)s von %(cost)s; "
        "eine Person hatte schon %(paid)s für „%(other)s“ bezahlt."
    ),
    Code.LOST_SHARED_ONE: _(
        "Nicht gewählt: Die eine unterstützende Person hatte noch %(rest)s von %(cost)s; "
        "sie hatte schon %(paid)s für „%(other)s“ bezahlt."
    ),
    Code.LOST_SHARED_UNSPENT: _(
        "Nicht gewählt: Die %(voters)s Unterstützenden hatten zusammen nur %(rest)s von %(cost)s."
    ),
    Code.LOST_SHARED_UNSPENT_ONE: _(
        "Nicht gewählt: Die eine unterstützende Person hatte nur %(rest)s von %(cost)s."
    ),
    Code.DOES_NOT_FIT: _("Nicht gewählt: Frei waren noch %(free)s, nötig waren %(cost)s."),
    Code.AFTER_STOP: _(
        "Nicht gewählt: Die Zählung endete bei „%(other)s“, weil das Geld dafür nicht reichte."
    ),
    Code.GROUP_TAKEN: _(
        "Nicht gewählt: „%(other)s“ wurde gewählt, und nur eines von beiden ist möglich."
    ),
    Code.NO_SUPPORT: _("Nicht gewählt: Niemand hat dafür gestimmt."),
    Code.BELOW_FLOOR: _("Nicht zugelassen: %(score)s von %(floor)s."),
    Code.LOT: _("Los: %(options)s lagen gleichauf; das Los entschied für „%(winner)s“."),
    Code.NEXT_STEP: _("Der nächste Schritt läge %(over)s über dem Budget."),
    Code.ALL_WIN: _("Alles, was unterstützt wurde, ist gewählt."),
    Code.EXHAUSTED: _("Nichts von dem, was übrig ist, passte noch in das Budget."),
    Code.FREE: _("Frei waren noch %(free)s."),
    Code.COMPARISON: _(
        "Vergleich mit der Auszählung nach Stimmen: %(shares)s Personen hätten beim Teilen mehr "
        "Gewähltes, %(greedy)s nach Stimmen, %(equal)s gleich viel."
    ),
}
