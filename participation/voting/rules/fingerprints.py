"""Whether raw ballots may be published, or would identify people.

Whoever tells others how they voted can be found in a list of ballots if the combination is rare.
"""

from collections.abc import Iterable

FEWEST_BALLOTS = 100
MOST_UNIQUE_PERCENT = 30


def may_publish_ballots(pattern_sizes: Iterable[int]) -> bool:
    """True if there are at least 100 ballots and at most 30 % of them are unlike any other.

    Takes how many voters cast each different ballot (points and places included): the weights of
    an election's grouped ballots.
    """
    sizes = list(pattern_sizes)
    ballots, unique = sum(sizes), sizes.count(1)
    return ballots >= FEWEST_BALLOTS and 100 * unique <= MOST_UNIQUE_PERCENT * ballots
