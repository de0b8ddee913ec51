"""Open tasks of a table, told by the room that keeps them: they fill an item, and bring items into the next meeting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

MOST = 50


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that is not done yet."""

    #: the item it was given at
    item_id: UUID
    #: one line of Markdown that names nobody
    line: str
    #: whether everybody reads it
    public: bool


Ask = Callable[[UUID], Sequence[OpenTask]]
_askers: list[Ask] = []


def ask_for_open_tasks(ask: Ask) -> None:
    """Let the keeper of tasks answer for a table, what is due first."""
    _askers[:] = [ask]


def open_tasks(table_id: UUID) -> list[OpenTask]:
    """The table's open tasks; one statement or two."""
    return [task for ask in _askers for task in ask(table_id)]


def text_of_open_tasks(table_id: UUID) -> str:
    """The public ones as a list in Markdown; the item they fill is public, so others are not in it."""
    lines = [task.line for task in open_tasks(table_id) if task.public]
    return "\n".join(f"* {line}" for line in lines[:MOST])
