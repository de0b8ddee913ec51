"""The PostgreSQL server of the tests: many connections, separate databases, nothing left behind."""

import os
import select
import shutil
import subprocess
import sys
from contextlib import ExitStack

import pytest
from sqlalchemy import create_engine, text

from tests.support.postgres import PostgresServer, postgres_server
from tests.support.source_tree import ROOT

START_AND_WAIT = """
from tests.support.postgres import postgres_server
with postgres_server() as server:
    print(server.process_id, server.folder, flush=True)
    input()
"""


def test_two_hundred_connections_work_at_once(postgres: PostgresServer) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(postgres.connect()) for _ in range(200)]
        assert sum(c.execute("SELECT 1").rowcount for c in connections) == 200


def test_each_database_is_empty_and_its_own(postgres: PostgresServer) -> None:
    first, second = (create_engine(postgres.new_database()) for _ in range(2))
    with first.begin() as connection:
        connection.execute(text("CREATE TABLE here (id int)"))
    with second.connect() as connection:
        assert connection.scalar(text("SELECT to_regclass('here')")) is None
    first.dispose()
    second.dispose()


def test_a_server_leaves_neither_process_nor_folder() -> None:
    with postgres_server() as server:
        assert server.folder.is_dir()
    assert not server.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server.process_id, 0)


def test_a_killed_test_run_takes_its_server_along() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        process_id, folder = run.stdout.readline().decode().split()
        server = os.pidfd_open(int(process_id))
        run.kill()
    assert ends(server)
    os.close(server)
    shutil.rmtree(folder)


def ends(process: int) -> bool:
    """Whether this process (a pidfd) ends within ten seconds."""
    return bool(select.select([process], [], [], 10)[0])
