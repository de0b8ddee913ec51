"""What a draft still lacks before people may see it."""

from collections.abc import Sequence
from enum import StrEnum

from participation.consultations.rules.blueprints import Blueprint, Level, can_keep
from participation.consultations.rules.phases import Span


class Gap(StrEnum):
    """Something that holds a publication back."""

    LEVEL = "level"
    RESPONSIBLE = "responsible"
    DATES = "dates"
    END = "end"


def gaps(
    *, blueprint: Blueprint, level: Level, responsibles: int, phases: Sequence[Span]
) -> list[Gap]:
    """Everything that is missing, in the order an office mends it; phases in the order of the blueprint."""
    found = {
        Gap.LEVEL: not can_keep(blueprint, level),
        Gap.RESPONSIBLE: responsibles == 0,
        Gap.DATES: not any(phase.starts_at for phase in phases),
        # once it has begun nothing could follow it any more: its dates are held
        Gap.END: any(phase.starts_at and phase.ends_at is None for phase in phases[:-1]),
    }
    return [gap for gap, missing in found.items() if missing]
