"""Counting tries costs memory only as long as they count."""

import threading
import time

import pytest

from accounts.sessions import limits as sign_in_limits
from kernel import limits
from kernel.errors import TooFast


def held() -> int:
    return len(limits._storage.events)


def test_a_try_that_is_over_leaves_nothing_behind(monkeypatch) -> None:
    limits.forget_all()
    monkeypatch.setattr(limits, "PRUNED_EVERY", 50)
    for number in range(200):
        limits.check("1/second", "key", f"a{number}")
    assert held() == 200
    time.sleep(1.1)
    limits.check("1/second", "key", "later")  # the library lets go of the tries
    time.sleep(0.2)
    for number in range(50):
        limits.check("1/hour", "other", f"b{number}")
    assert held() <= 51


@pytest.mark.parametrize("check", [sign_in_limits.check_mail, sign_in_limits.check_password])
def test_who_is_beyond_the_networks_limit_leaves_no_address_behind(app, monkeypatch, check) -> None:
    limits.forget_all()
    for rate in ("MAILS_PER_NETWORK", "PASSWORDS_PER_NETWORK"):
        monkeypatch.setattr(sign_in_limits, rate, "1/hour")
    with app.test_request_context():
        check("a@example.org")
        before = held()
        for number in range(5):
            with pytest.raises(TooFast):
                check(f"made-up-{number}@example.org")
    assert held() == before


class ReadSlowly(dict[str, list[object]]):
    """Tries in memory; another thread takes its time with what it has read."""

    def __init__(self) -> None:
        self.read = threading.Event()

    def get(self, key, default=None):
        found = super().get(key, default)
        if found and threading.current_thread() is not threading.main_thread():
            self.read.set()
            time.sleep(0.3)
        return found


def test_counting_anew_disturbs_no_thread_that_tidies(monkeypatch) -> None:
    limits.forget_all()
    monkeypatch.setattr(limits._storage, "events", tries := ReadSlowly())
    ended: list[object] = []
    monkeypatch.setattr(threading, "excepthook", ended.append)
    limits.check("5/minute", "key", "a")
    assert tries.read.wait(5)
    limits.forget_all()
    limits._storage.timer.join(5)
    assert not ended
    assert held() == 0
