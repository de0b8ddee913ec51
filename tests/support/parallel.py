"""Many callers at once against one database with real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from kernel.errors import Refusal

HANDS = 20


def in_parallel(app: Flask, work: Callable[[int], object], number: int) -> list[object]:
    """Run the work for 0…number-1 in threads that start together; answers or refusals, in order."""
    start = Barrier(min(HANDS, number))

    def one(index: int) -> object:
        if index < start.parties:
            start.wait(30)
        with app.app_context():
            try:
                return work(index)
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(one, range(number)))
