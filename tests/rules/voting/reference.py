"""Equal Shares as slowly and plainly as the definition reads: an independent second opinion."""

from fractions import Fraction
from hashlib import sha256

from participation.voting.rules.election import Election


def _price(cost: int, purses: list[tuple[Fraction, int, int]]) -> Fraction | None:
    """Try each voter's limit as the price above which that voter gives all."""
    if sum(rest * weight for rest, _, weight in purses) < cost:
        return None
    for limit in sorted(rest / points for rest, points, _ in purses):
        poor = sum(rest * weight for rest, points, weight in purses if rest / points < limit)
        rich = sum(points * w for rest, points, w in purses if rest / points >= limit)
        price = (cost - poor) / Fraction(rich)
        if price <= limit:
            return price
    raise AssertionError("supporters with enough money must find a price")


def equal_shares_once(
    election: Election, share: Fraction, utility: str, seed: bytes = b""
) -> list[tuple[str, Fraction]]:
    """The winners in order for one fixed share, each with its price per point."""
    voters = [(dict(ballot.scores), ballot.weight) for ballot in election.ballots]
    rests = [share] * len(voters)
    bought: list[tuple[str, Fraction]] = []
    while True:
        offers = []
        gone = {key for key, _ in bought}
        groups = {election.by_key[key].group for key in gone} - {None}
        for option in election.options:
            key, cost = option.key, option.cost_cents
            backers = [
                (rest, scores[key], weight)
                for rest, (scores, weight) in zip(rests, voters, strict=True)
                if key in scores
            ]
            if key in gone or option.group in groups or not backers:
                continue
            price = _price(cost, backers)
            if price is not None:
                rate = price / cost if utility == "cost" else price
                lot = sha256(seed + key.encode()).digest()
                votes = sum(weight for _, _, weight in backers)
                offers.append((rate, cost, -votes, lot, key, price))
        if not offers:
            return bought
        *_, key, price = min(offers)
        bought.append((key, price))
        rests = [
            rest - min(rest, price * scores.get(key, 0))
            for rest, (scores, _) in zip(rests, voters, strict=True)
        ]


def equal_shares(
    election: Election, utility: str, step: int, *, exhaustive: bool = False
) -> tuple[list[str], Fraction]:
    """Add1: the winners of the last run before the first overshoot, and the share there."""
    voters = sum(ballot.weight for ballot in election.ballots if ballot.scores)
    share = Fraction(election.budget_cents, voters)
    groups = {option.key: option.group or option.key for option in election.options}
    backed = {key for ballot in election.ballots for key, _ in ballot.scores}
    costs = {option.key: option.cost_cents for option in election.options}
    while True:
        winners = [key for key, _ in equal_shares_once(election, share, utility)]
        free = election.budget_cents - sum(costs[key] for key in winners)
        left = [k for k in backed if groups[k] not in {groups[w] for w in winners}]
        if not left or (exhaustive and all(costs[key] > free for key in left)):
            return winners, share
        following = equal_shares_once(election, share + step, utility)
        if sum(costs[key] for key, _ in following) > election.budget_cents:
            return winners, share
        share += step
