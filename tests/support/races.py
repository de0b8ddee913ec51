"""Many requests at the same instant against one database with real commits."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

T = TypeVar("T")
AT_ONCE = 10  # fits the connection pool


def all_at_once(app: Flask, deeds: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do the deeds from ten threads that start together; each answer, or what it raised, in order."""
    start = Barrier(min(AT_ONCE, len(deeds)))

    def run(number: int) -> T | Exception:
        if number < start.parties:
            start.wait(10)
        with app.app_context():
            try:
                return deeds[number]()
            except Exception as error:  # a refusal is an answer too
                return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(len(deeds))))
