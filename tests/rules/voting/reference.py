"""Equal Shares as slowly and plainly as the definition reads: an independent second opinion."""

from fractions import Fraction
from hashlib import sha256

from participation.voting.rules.election import Election


def _voters(election: Election) -> list[dict[str, int]]:
    return [dict(b.scores) for b in election.ballots for _ in range(b.weight) if b.scores]


def _price(cost: int, purses: list[tuple[Fraction, int]]) -> Fraction | None:
    """Try each voter's limit as the price above which that voter gives all."""
    if sum(rest for rest, _ in purses) < cost:
        return None
    for limit in sorted(rest / points for rest, points in purses):
        poor = [(rest, points) for rest, points in purses if rest / points < limit]
        rich = sum(points for rest, points in purses if rest / points >= limit)
        price = (cost - sum(rest for rest, _ in poor)) / Fraction(rich)
        if price <= limit:
            return price
    raise AssertionError("supporters with enough money must find a price")


def equal_shares_once(
    election: Election, share: Fraction, utility: str, seed: bytes = b""
) -> list[str]:
    """The winners in order for one fixed share."""
    voters = _voters(election)
    rests = [share] * len(voters)
    bought: list[str] = []
    while True:
        offers = []
        for option in election.options:
            key, cost = option.key, option.cost_cents
            groups = {election.by_key[k].group for k in bought} - {None}
            backers = [i for i, scores in enumerate(voters) if key in scores]
            if key in bought or option.group in groups or not backers:
                continue
            price = _price(cost, [(rests[i], voters[i][key]) for i in backers])
            if price is not None:
                rate = price / cost if utility == "cost" else price
                lot = sha256(seed + key.encode()).digest()
                offers.append((rate, cost, -len(backers), lot, key, price))
        if not offers:
            return bought
        *_, key, price = min(offers)
        bought.append(key)
        rests = [
            rest - min(rest, price * scores.get(key, 0))
            for rest, scores in zip(rests, voters, strict=True)
        ]


def equal_shares(
    election: Election, utility: str, step: int, *, exhaustive: bool = False
) -> tuple[list[str], Fraction]:
    """Add1: the winners of the last run before the first overshoot, and the share there."""
    voters = _voters(election)
    share = Fraction(election.budget_cents, len(voters))
    groups = {option.key: option.group or option.key for option in election.options}
    backed = {key for scores in voters for key in scores}
    costs = {option.key: option.cost_cents for option in election.options}
    while True:
        winners = equal_shares_once(election, share, utility)
        free = election.budget_cents - sum(costs[key] for key in winners)
        left = [k for k in backed if groups[k] not in {groups[w] for w in winners}]
        if not left or (exhaustive and all(costs[key] > free for key in left)):
            return winners, share
        following = equal_shares_once(election, share + step, utility)
        if sum(costs[key] for key in following) > election.budget_cents:
            return winners, share
        share += step
