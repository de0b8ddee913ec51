"""Lets several people do the same thing at the same instant."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from kernel.errors import Refusal

DONE = "done"


def rivals(app: Flask, deeds: list[Callable[[], object]]) -> Counter[str]:
    """Do all of it at once, each in a session of its own; how often it was done, or refused by which class."""
    barrier = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> str:
        with app.app_context():
            barrier.wait()
            try:
                deed()
            except Refusal as refusal:
                return type(refusal).__name__
            return DONE

    with ThreadPoolExecutor(len(deeds)) as people:
        return Counter(people.map(one, deeds))
