"""Moments that look lived: between two instants, early ones more often, the same on every machine."""

import hashlib
from datetime import datetime, timedelta

from demo.moments import Moment
from demo.seeding.world import World
from demo.shapes import Format


def share_of(*words: str) -> float:
    """A number in [0, 1) that looks random and depends on the words alone."""
    digest = hashlib.sha256("|".join(words).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def moment_between(start: datetime, end: datetime, *words: str) -> datetime:
    """An instant in [start, end); most people come soon after something was published."""
    seconds = (end - start).total_seconds() * share_of(*words) ** 2
    return start + timedelta(seconds=int(seconds))


def end_of_phase_at(world: World, format_: Format, moment: Moment) -> datetime:
    """When the phase in which the moment lies ends; today where it still runs."""
    at = world.at(moment)
    for phase in format_.phases:
        end = world.today if phase.end is None else min(world.at(phase.end), world.today)
        if world.at(phase.start) <= at < end:
            return end
    raise ValueError(f"No phase of {format_.key} runs at {at}.")
