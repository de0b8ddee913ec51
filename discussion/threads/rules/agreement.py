"""How much a comment meets with agreement, as one number that a list can be sorted by."""

SCALE = 1_000_000
#: of a comment nobody has rated
NEUTRAL = SCALE // 2


def agreement_of(up: int, down: int) -> int:
    """(up + 1) / (up + down + 2) in millionths: few voices count for little, none stand in the middle."""
    return (up + 1) * SCALE // (up + down + 2)
