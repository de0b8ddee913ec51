"""What other features put on the page of a format, so that the page need not know them.

A main action belongs to a kind of phase; a part is a template with what it needs. Both are registered at start.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel import kept
from kernel.actors import Actor
from participation.consultations.models.formats import Format
from participation.consultations.rules.phases import PhaseType, running


@dataclass(frozen=True, slots=True)
class MainAction:
    """The one button of the page, named by its deed."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its template and what it shows."""

    template: str
    data: Mapping[str, Any]
    after_the_text: bool


#: what people read first stands above the text, what is long below it
BELOW_THE_TEXT = 50

Act = Callable[[Actor, Format], MainAction | None]
Load = Callable[[Actor, Format, Mapping[str, str]], Mapping[str, Any] | None]

_actions: dict[PhaseType, tuple[Act, bool]] = {}
_parts: dict[str, tuple[int, Load, bool]] = {}


def offer_action(phase: PhaseType, act: Act, *, says_whose: bool = False) -> None:
    """Say what the button does while such a phase runs; None shows no button. `says_whose`: as in `add_part`."""
    _actions[phase] = act, says_whose


def add_part(rank: int, template: str, load: Load, *, says_whose: bool = False) -> None:
    """Add a part: by rank, from 50 on below the text of the format.

    `load` gets the page's query arguments and answers None to show nothing. `says_whose`: what it looks up of a person,
    it says to `kernel.kept`; a page with any other part is made for each person.
    """
    _parts[template] = (rank, load, says_whose)


def main_action_of(actor: Actor, format_: Format, at: datetime) -> MainAction | None:
    """The page's one button at this instant."""
    phase = running(format_.phases, at)
    act, says_whose = _actions.get(phase.type, (None, True)) if phase else (None, True)
    if not says_whose:
        kept.make_for_each()
    return act(actor, format_) if act else None


def parts_of(actor: Actor, format_: Format, arguments: Mapping[str, str]) -> list[Part]:
    """The parts of the page in order."""
    found = []
    for template, (rank, load, says_whose) in sorted(_parts.items(), key=lambda item: item[1][0]):
        if not says_whose:
            kept.make_for_each()
        data = load(actor, format_, arguments)
        if data is not None:
            found.append(Part(template, data, rank >= BELOW_THE_TEXT))
    return found
