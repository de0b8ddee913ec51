"""Why an option won or not, from the trace of the count: facts first, words in `sentences`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from participation.voting.rules.counting import preference
from participation.voting.rules.election import Election
from participation.voting.rules.money import Amount, Currency
from participation.voting.rules.outcome import (
    Certificate,
    Ending,
    Outcome,
    Preference,
    Purchase,
    Reason,
    Refusal,
    Stage,
)
from participation.voting.rules.payments import Payments, payments
from participation.voting.rules.sentences import Code, Sentence, Support, Translate, Value

#: reasons that supporters' rests explain
COMPETED = frozenset({Reason.TOO_LITTLE_LEFT, Reason.DOES_NOT_FIT})


@dataclass(frozen=True, slots=True)
class Step:
    """One row of "Schritt für Schritt"; payers and `most` exist for shared purchases only."""

    place: int
    key: str
    title: str
    stage: Stage
    cost_cents: int
    free_after: int
    support: Support
    voters: int
    most: Amount | None
    lot_between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two outcomes of the same ballots side by side, with shares of voters who have a winner."""

    this: Outcome
    other: Outcome
    preference: Preference
    this_share: Fraction
    other_share: Fraction


def explain(election: Election, outcome: Outcome) -> dict[str, tuple[Sentence, ...]]:
    """For each option, in the order of the ballot, why it won or not."""
    return _Explainer(election, outcome).all()


def explanation_texts(
    election: Election, outcome: Outcome, currency: Currency, translate: Translate = str
) -> dict[str, str]:
    """The same in words, one text per option."""
    return {
        key: " ".join(sentence.text(currency, translate) for sentence in sentences)
        for key, sentences in explain(election, outcome).items()
    }


def summarise(outcome: Outcome) -> tuple[Sentence, ...]:
    """What is true of the whole count: why the shares grew no further, what is left."""
    sentences = [Sentence(Code.FREE, {"free": Amount(outcome.free_cents)})]
    if outcome.certificate is not None:
        sentences = [*_ending(outcome.certificate, outcome.budget_cents), *sentences]
    if (rivals := outcome.rivals) is not None:
        by_shares, by_score = rivals.this, rivals.other
        if outcome.instead_of is not None:
            by_shares, by_score = by_score, by_shares
        values = {"shares": by_shares, "greedy": by_score, "equal": rivals.equal}
        sentences.append(Sentence(Code.COMPARISON, values))
    return tuple(sentences)


def steps(election: Election, outcome: Outcome) -> tuple[Step, ...]:
    """The purchases in order, for a table."""
    return tuple(_Explainer(election, outcome).steps())


def share_with_winner(election: Election, outcome: Outcome) -> Fraction:
    """The share of voters (not blank) who support at least one winner; 0 without voters."""
    winners = set(outcome.winners)
    served = sum(
        ballot.weight
        for ballot in election.patterns
        if any(key in winners for key, _ in ballot.scores)
    )
    return Fraction(served, max(1, election.voters))


def effective_support(election: Election, outcome: Outcome) -> dict[str, int]:
    """Per cent of its cost that an option's supporters had left at the end; 100 = chosen.

    Empty for outcomes without shares.
    """
    replayed = payments(election, outcome)
    if replayed is None:
        return {}
    winners = set(outcome.winners)
    return {
        key: 100 if key in winners else min(99, int(100 * replayed.rest(key) / option.cost_cents))
        for key, option in election.by_key.items()
    }


def beside(election: Election, this: Outcome, other: Outcome) -> Beside:
    """Compare two outcomes of one election, such as equal shares and greedy."""
    return Beside(
        this,
        other,
        preference(election, this, other),
        share_with_winner(election, this),
        share_with_winner(election, other),
    )


def _ending(certificate: Certificate, budget: int) -> Iterator[Sentence]:
    if certificate.next_spent is not None:
        yield Sentence(Code.NEXT_STEP, {"over": Amount(certificate.next_spent - budget)})
    elif certificate.ending is Ending.ALL_WIN:
        yield Sentence(Code.ALL_WIN, {})
    elif certificate.ending is Ending.EXHAUSTED:
        yield Sentence(Code.EXHAUSTED, {})


class _Explainer:
    """One outcome with everything its explanations need, computed once."""

    def __init__(self, election: Election, outcome: Outcome) -> None:
        self._election = election
        self._outcome = outcome
        self._payments = payments(election, outcome)
        self._in_points = any(t.score != t.votes for t in election.tally.values())
        self._winners = set(outcome.winners)

    def all(self) -> dict[str, tuple[Sentence, ...]]:
        found: dict[str, tuple[Sentence, ...]] = {}
        for place, purchase in enumerate(self._outcome.trace, start=1):
            found[purchase.key] = (self._won(place, purchase), *self._lots(purchase.key))
        for refusal in self._outcome.refusals:
            found[refusal.key] = (*self._lost(refusal), *self._lots(refusal.key))
        return {key: found[key] for key in self._election.by_key}

    def steps(self) -> Iterator[Step]:
        for place, purchase in enumerate(self._outcome.trace, start=1):
            yield Step(
                place,
                purchase.key,
                self._title(purchase.key),
                purchase.stage,
                purchase.cost_cents,
                purchase.free_before - purchase.cost_cents,
                self._support(purchase.key),
                self._election.tally[purchase.key].votes,
                self._most(purchase),
                purchase.lot_between,
            )

    def _won(self, place: int, purchase: Purchase) -> Sentence:
        voters, support = self._election.tally[purchase.key].votes, self._support(purchase.key)
        if (most := self._most(purchase)) is not None:
            if voters == 1:
                return Sentence(Code.WON_SHARED_ONE, {"most": most})
            return Sentence(Code.WON_SHARED, {"voters": voters, "most": most})
        if purchase.stage is Stage.TOP_UP:
            return Sentence(Code.WON_TOP_UP, {"support": support})
        free = Amount(purchase.free_before)
        return Sentence(Code.WON_BY_SCORE, {"place": place, "support": support, "free": free})

    def _lost(self, refusal: Refusal) -> Iterator[Sentence]:
        free = Amount(refusal.free_cents)
        if self._payments is None or refusal.reason not in COMPETED:
            yield Sentence(Code(refusal.reason.value), self._details(refusal, free))
            return
        yield self._lost_shared(refusal.key, self._payments)
        if refusal.reason is Reason.DOES_NOT_FIT:
            yield Sentence(Code.FREE, {"free": free})

    def _details(self, refusal: Refusal, free: Amount) -> Mapping[str, Value]:
        if refusal.because_of is not None:
            return {"other": self._title(refusal.because_of)}
        if refusal.reason is Reason.BELOW_FLOOR:
            floor = Support(self._outcome.floor_score, self._in_points)
            return {"score": self._election.tally[refusal.key].score, "floor": floor}
        return {"free": free, "cost": Amount(self._election.by_key[refusal.key].cost_cents)}

    def _lost_shared(self, key: str, replayed: Payments) -> Sentence:
        voters = self._election.tally[key].votes
        cost = Amount(self._election.by_key[key].cost_cents)
        values: dict[str, Value] = {
            "voters": voters,
            "rest": Amount(replayed.rest(key)),
            "cost": cost,
        }
        if (debt := replayed.largest_debt(key)) is None:
            code = Code.LOST_SHARED_UNSPENT_ONE if voters == 1 else Code.LOST_SHARED_UNSPENT
            return Sentence(code, values)
        code = Code.LOST_SHARED if debt.payers > 1 else Code.LOST_SHARED_ONE_PAYER
        values["payers"], values["paid"] = debt.payers, Amount(debt.paid)
        values["other"] = self._title(debt.key)
        return Sentence(Code.LOST_SHARED_ONE if voters == 1 else code, values)

    def _lots(self, key: str) -> Iterator[Sentence]:
        """The lots that told winners from losers: where all equals won, it decided nothing."""
        for purchase in self._outcome.trace:
            equals = purchase.lot_between
            if key in equals and not self._winners.issuperset(equals):
                names = ", ".join(f"„{self._title(equal)}“" for equal in equals)
                winner = self._title(purchase.key)
                yield Sentence(Code.LOT, {"options": names, "winner": winner})

    def _most(self, purchase: Purchase) -> Amount | None:
        if self._payments is None or purchase.price is None:
            return None
        return Amount(self._payments.most(purchase.key), up=True)

    def _support(self, key: str) -> Support:
        return Support(self._election.tally[key].score, self._in_points)

    def _title(self, key: str) -> str:
        return self._election.by_key[key].title
