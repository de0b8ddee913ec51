"""Servers that live as long as a worker stays in a folder of tests: idle ones look for work ten times a second."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


class Kept:
    """What the tests of one folder share; it ends when the next test is not of this folder, and may begin anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._made: dict[str, Any] = {}

    def get(self, name: str, make: Callable[[], AbstractContextManager[T]]) -> T:
        """The thing of this name, made when it is asked for first."""
        if name not in self._made:
            self._made[name] = self._stack.enter_context(make())
        found: T = self._made[name]
        return found

    def leave(self, following: pytest.Item | None) -> None:
        """After a test of this folder; `following` is the next one."""
        if following is None or self._folder not in following.path.parents:
            self.end()

    def end(self) -> None:
        """All of it ends."""
        self._made.clear()
        self._stack.close()
