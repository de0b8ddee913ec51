"""Who comes while work is done is done next, together with all who wait; each gets an answer of their own."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from kernel import together
from kernel.together import Together

MOST = 4


class Slow:
    """Work that is held up until it may go on; it notes what was done at once."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_end = Event()
        self.has_begun = Event()

    def __call__(self, batch) -> list[int]:
        self.batches.append(list(batch))
        self.has_begun.set()
        assert self.may_end.wait(30)
        if 13 in batch:
            raise ValueError("unlucky")
        return [each * 10 for each in batch]


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def pool():
    with ThreadPoolExecutor(20) as made:
        yield made


def all_waiting(
    pool, line: Together, slow: Slow, things: list[int], deed: Callable | None = None
) -> list[Future]:
    """The first is being done; the others have come, in this order, and wait."""
    begun = [pool.submit(deed or line.do, things[0])]
    assert slow.has_begun.wait(30)
    for number, thing in enumerate(things[1:], 1):
        begun.append(pool.submit(line.do, thing))
        while len(line._waiting) < number:
            pass
    return begun


def test_who_is_alone_does_not_wait(slow) -> None:
    slow.may_end.set()
    line = Together(slow, most=MOST)
    assert [line.do(1), line.do(2)] == [10, 20]
    assert slow.batches == [[1], [2]]


def test_who_waits_is_done_at_once_in_the_order_of_coming(pool, slow) -> None:
    line = Together(slow, most=MOST)
    begun = all_waiting(pool, line, slow, [1, 2, 3, 4, 5, 6, 7])
    slow.may_end.set()
    assert [each.result(30) for each in begun] == [10, 20, 30, 40, 50, 60, 70]
    assert slow.batches == [[1], [2, 3, 4, 5], [6, 7]]


def test_what_cannot_be_done_fails_alone(pool, slow) -> None:
    line = Together(slow, most=MOST)
    begun = all_waiting(pool, line, slow, [1, 2, 13, 4])
    slow.may_end.set()
    assert [each.result(30) for each in (begun[0], begun[1], begun[3])] == [10, 20, 40]
    with pytest.raises(ValueError, match="unlucky"):
        begun[2].result(30)
    assert slow.batches == [[1], [2, 13, 4], [2], [13], [4]]


def test_an_outage_is_everybodys_and_is_met_once(pool, slow) -> None:
    gone = OperationalError("", {}, Exception("the server closed the connection"))
    tried = []

    def work(batch):
        slow(batch)
        tried.append(list(batch))
        raise gone

    line = Together(work, most=MOST)
    begun = all_waiting(pool, line, slow, [1, 2, 3])
    slow.may_end.set()
    for each in begun:
        with pytest.raises(OperationalError):
            each.result(30)
    assert tried == [[1], [2, 3]]


def test_who_is_ended_while_working_for_others_leaves_their_work_to_them(pool, slow) -> None:
    class Ended(BaseException):
        pass

    ends = [Ended()]

    def work(batch):
        answers = slow(batch)
        if len(batch) > 1 and ends:
            raise ends.pop()
        return answers

    line = Together(work, most=MOST)
    begun = all_waiting(pool, line, slow, [1, 2, 3, 4])
    slow.may_end.set()
    with pytest.raises(Ended):
        begun[1].result(30)
    assert [each.result(30) for each in (begun[0], begun[2], begun[3])] == [10, 30, 40]


def test_it_rests_longer_than_it_worked_but_never_long(monkeypatch) -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    monkeypatch.setattr(together.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(together.time, "sleep", sleep)
    takes = [0.004, 5.0, 0.001, 0.001]

    def work(batch):
        now[0] += takes.pop(0)
        return batch

    line = Together(work, most=MOST)
    line.do(1)
    now[0] += 0.001
    line.do(2)  # rests what is left
    line.do(3)
    now[0] += 1
    line.do(4)
    assert slept == [0, 0.039, together.LONGEST_REST_S, 0]
