"""Which resolutions there are, said by the room that keeps them: minutes ask, and do not know it."""

from collections.abc import Callable, Collection, Mapping

#: those of these numbers that there are, and whether everybody reads their page; one statement
Register = Callable[[Collection[str]], Mapping[str, bool]]
_registers: list[Register] = []


def ask_register(asks: Register) -> None:
    """Let the keeper of resolutions answer."""
    _registers[:] = [asks]


def resolutions_named(numbers: Collection[str]) -> Mapping[str, bool]:
    """Those of these numbers that stand in the register; True for a page that everybody reads."""
    return (
        {number: told for asks in _registers for number, told in asks(numbers).items()}
        if numbers
        else {}
    )
