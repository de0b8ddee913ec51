"""What a ballot may say, and what it is worth in points.

Choices are a mapping from option key to a number: 1 (approval, knapsack, choose-1), points
(cumulative, scoring) or the place from 1 (ordinal). A blank ballot is an explicit wish, never an
empty form.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from participation.voting.rules.election import Option

Choices = Mapping[str, int]
Translate = Callable[[str], str]


class BallotKind(StrEnum):
    """How voters express themselves; the values are those of the Pabulib format."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    KNAPSACK = "knapsack"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"


#: kinds whose choices carry points
POINTS = frozenset({BallotKind.CUMULATIVE, BallotKind.SCORING})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one ballot may hold; None means no limit.

    `max_points` bounds the sum for cumulative ballots and each option for scoring ones.
    """

    min_choices: int = 1
    max_choices: int | None = None
    max_points: int | None = None
    max_cost: int | None = None


class ProblemCode(StrEnum):
    """What can be wrong with a ballot."""

    UNKNOWN_OPTION = "unknown-option"
    BLANK_WITH_CHOICES = "blank-with-choices"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    NOT_ONE = "not-one"
    NO_POINTS = "no-points"
    TOO_MANY_POINTS = "too-many-points"
    BAD_PLACES = "bad-places"
    TOO_EXPENSIVE = "too-expensive"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong; `amount` says by how much (choices, points, cost) where that helps."""

    code: ProblemCode
    amount: int = 0

    def text(self, translate: Translate = str) -> str:
        """The problem in words for the voter."""
        return translate(_WORDS[self.code]) % {"amount": self.amount}


def _(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


_WORDS = {
    ProblemCode.UNKNOWN_OPTION: _("Ein gewählter Vorschlag steht nicht zur Abstimmung."),
    ProblemCode.BLANK_WITH_CHOICES: _(
        "Sie haben gewählt und zugleich „Keines davon“ angekreuzt. Bitte entscheiden Sie sich."
    ),
    ProblemCode.TOO_FEW: _("Noch nicht gezählt, es fehlen %(amount)s."),
    ProblemCode.TOO_MANY: _("Noch nicht gezählt, es sind %(amount)s zu viel."),
    ProblemCode.NOT_ONE: _("Sie können jeden Vorschlag nur wählen oder nicht wählen."),
    ProblemCode.NO_POINTS: _("Punkte sind ganze Zahlen ab 1."),
    ProblemCode.TOO_MANY_POINTS: _("Noch nicht gezählt, es sind %(amount)s Punkte zu viel."),
    ProblemCode.BAD_PLACES: _("Vergeben Sie die Plätze ab 1, jeden genau einmal."),
    ProblemCode.TOO_EXPENSIVE: _("Ihre Auswahl kostet mehr, als zur Verfügung steht."),
}


def problems(
    kind: BallotKind,
    limits: Limits,
    choices: Choices,
    options: Mapping[str, Option],
    *,
    blank: bool = False,
) -> list[Problem]:
    """Everything wrong with a ballot; an empty list means it counts."""
    if blank:
        return [Problem(ProblemCode.BLANK_WITH_CHOICES)] if choices else []
    if not choices.keys() <= options.keys():
        return [Problem(ProblemCode.UNKNOWN_OPTION)]
    return [*_wrong_number(kind, limits, len(choices)), *_WRONG[kind](limits, choices, options)]


def _wrong_number(kind: BallotKind, limits: Limits, chosen: int) -> Iterator[Problem]:
    most = 1 if kind is BallotKind.CHOOSE_ONE else limits.max_choices
    if chosen < limits.min_choices:
        yield Problem(ProblemCode.TOO_FEW, limits.min_choices - chosen)
    if most is not None and chosen > most:
        yield Problem(ProblemCode.TOO_MANY, chosen - most)


Options = Mapping[str, Option]


def _wrong_marks(_limits: Limits, choices: Choices, _options: Options) -> Iterator[Problem]:
    if any(mark != 1 for mark in choices.values()):
        yield Problem(ProblemCode.NOT_ONE)


def _wrong_basket(limits: Limits, choices: Choices, options: Options) -> Iterator[Problem]:
    yield from _wrong_marks(limits, choices, options)
    cost = sum(options[key].cost_cents for key in choices)
    if limits.max_cost is not None and cost > limits.max_cost:
        yield Problem(ProblemCode.TOO_EXPENSIVE, cost - limits.max_cost)


def _wrong_sum(limits: Limits, choices: Choices, _options: Options) -> Iterator[Problem]:
    if any(points < 1 for points in choices.values()):
        yield Problem(ProblemCode.NO_POINTS)
    elif limits.max_points is not None and (over := sum(choices.values()) - limits.max_points) > 0:
        yield Problem(ProblemCode.TOO_MANY_POINTS, over)


def _wrong_grades(limits: Limits, choices: Choices, _options: Options) -> Iterator[Problem]:
    highest = max(choices.values(), default=1)
    if any(points < 1 for points in choices.values()):
        yield Problem(ProblemCode.NO_POINTS)
    elif limits.max_points is not None and highest > limits.max_points:
        yield Problem(ProblemCode.TOO_MANY_POINTS, highest - limits.max_points)


def _wrong_places(_limits: Limits, choices: Choices, _options: Options) -> Iterator[Problem]:
    if sorted(choices.values()) != list(range(1, len(choices) + 1)):
        yield Problem(ProblemCode.BAD_PLACES)


_WRONG: dict[BallotKind, Callable[[Limits, Choices, Options], Iterator[Problem]]] = {
    BallotKind.APPROVAL: _wrong_marks,
    BallotKind.CHOOSE_ONE: _wrong_marks,
    BallotKind.KNAPSACK: _wrong_basket,
    BallotKind.CUMULATIVE: _wrong_sum,
    BallotKind.SCORING: _wrong_grades,
    BallotKind.ORDINAL: _wrong_places,
}


def scores(kind: BallotKind, places: int, choices: Choices) -> dict[str, int]:
    """The points a valid ballot gives.

    Ordinal ballots follow Borda: of `places` places the first is worth `places`, the last 1, and
    what is not ranked 0. Other kinds ignore `places`.
    """
    if kind is BallotKind.ORDINAL:
        return {key: places + 1 - place for key, place in choices.items()}
    return dict(choices)
