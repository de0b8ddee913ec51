"""`python app.py` in one life after the other: what is loaded is the same in all of them, and loaded once.

`python -m tests.support.lives`: born with each line that comes in; tells its process id, and when it was killed. A life
that ends by itself is the last one.
"""

from gevent import monkey

monkey.patch_all()

import os  # noqa: E402
import sys  # noqa: E402

import click  # noqa: E402
from gevent.os import fork_gevent  # noqa: E402

from app import create_app  # noqa: E402
from kernel.serving import serve  # noqa: E402

DEAD = "dead"
wait = monkey.get_original("os", "waitpid")


def live() -> int:
    """The platform as `app.py` starts it, with a log for all that it says."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return serve(create_app())


def main() -> None:
    """One life after the other."""
    while sys.stdin.readline():
        process = fork_gevent()
        if process == 0:
            sys.exit(live())
        click.echo(process)
        status = wait(process, 0)[1]
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))
        click.echo(DEAD)


if __name__ == "__main__":
    main()
