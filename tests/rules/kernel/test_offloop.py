"""Heavy native work keeps only its caller waiting."""

import subprocess
import sys

import pytest

from kernel.errors import RuleViolation
from kernel.offloop import off_the_loop

BESIDE_OTHERS = """
from gevent import monkey
monkey.patch_all()
import gevent
from kernel.errors import RuleViolation
from kernel.offloop import off_the_loop
rang = monkey.get_original("_thread", "allocate_lock")()
rang.acquire()
gevent.spawn(rang.release)
assert off_the_loop(lambda: rang.acquire(timeout=30)), "the other greenlet never ran"
def refuse():
    raise RuleViolation("zu viel")
try:
    off_the_loop(refuse)
except RuleViolation as refused:
    print(refused.message)
"""


def test_other_requests_go_on_while_one_waits_for_native_work() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BESIDE_OTHERS], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("zu viel\n", 0), done.stderr


def test_without_a_loop_the_work_is_simply_done() -> None:
    assert off_the_loop(lambda: 7) == 7
    with pytest.raises(RuleViolation):
        off_the_loop(_refuse)


def _refuse() -> None:
    raise RuleViolation
