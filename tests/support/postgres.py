"""A PostgreSQL server for one test run: fresh folder, unix socket only, ended by its own process id."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

START_S = 30
OPTIONS = "-c fsync=off -c full_page_writes=off -c max_connections=300 -c listen_addresses="


class PostgresServer:
    """Hands out empty databases."""

    def __init__(self, socket_folder: Path) -> None:
        self._socket = socket_folder
        self._numbers = count(1)

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._socket}"

    def new_database(self) -> str:
        """The address of a fresh, empty database."""
        name = f"forum_{next(self._numbers)}"
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; initdb refuses root, so root becomes the user `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="forum-pg-"))
    prefix = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    tools = _newest_tools()
    data = folder / "data"
    _run([*prefix, str(tools / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres",
          "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], folder)  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                *prefix,
                str(tools / "postgres"),
                "-D",
                str(data),
                "-k",
                str(folder),
                *OPTIONS.split(),
            ],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    try:
        found = PostgresServer(folder)
        _wait(found, server)
        yield found
    finally:
        _run([*prefix, str(tools / "pg_ctl"), "stop", "-D", str(data), "-m", "immediate"], folder)
        server.wait(START_S)
        shutil.rmtree(folder, ignore_errors=True)


def _newest_tools() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not folders:
        raise RuntimeError("PostgreSQL is missing: scripts/install_system_packages installs it.")
    return folders[-1]


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=folder)


def _wait(server: PostgresServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    engine = create_engine(server.url("postgres"))
    while not _answers(engine):
        if time.monotonic() > deadline or process.poll() is not None:
            raise RuntimeError("PostgreSQL did not start.")
        time.sleep(0.05)
    engine.dispose()


def _answers(engine: Engine) -> bool:
    try:
        engine.connect().close()
    except OperationalError:
        return False
    return True
