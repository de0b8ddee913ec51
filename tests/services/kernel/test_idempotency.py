"""The same request twice has one effect and gets the same answer."""

from datetime import timedelta
from itertools import count

import pytest

from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.idempotency import KEPT, KeyReused, forget_old, once

numbers = count(1)


def submit(key: str | None, request: str = "proposal:abc") -> str:
    return once(actor=ANONYMOUS, key=key, request=request, work=lambda: str(next(numbers)))


def test_a_repeated_key_gets_the_first_answer(database) -> None:
    assert submit("k") == submit("k")


def test_another_key_is_another_deed(database) -> None:
    assert submit("k1") != submit("k2")


def test_no_key_promises_nothing(database) -> None:
    assert submit(None) != submit(None)


def test_a_key_is_not_for_something_else(database) -> None:
    submit("k")
    with pytest.raises(KeyReused):
        submit("k", "proposal:other")


def test_a_refused_deed_leaves_the_key_free(database) -> None:
    def fail() -> str:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        once(actor=ANONYMOUS, key="k", request="r", work=fail)
    assert once(actor=ANONYMOUS, key="k", request="r", work=lambda: "now") == "now"


def test_an_answer_is_kept_as_long_as_a_session_and_no_longer(database) -> None:
    now = clock.now()
    with clock.standing_at(now - KEPT + timedelta(minutes=1)):
        kept = submit("k")
    forget_old()
    assert submit("k") == kept
    with clock.standing_at(now + KEPT):
        forget_old()
    assert submit("k") != kept
