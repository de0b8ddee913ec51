"""A PostgreSQL server for one test run: fresh folder, unix socket only, ended by its own process id."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

WAIT_S = 60
OWNER = "postgres"
SETTINGS = {"listen_addresses": "", "max_connections": "300"}
#: nobody needs a test's data after a power failure
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # each minute it would look into every database there has been
}


class PostgresServer:
    """Hands out empty databases."""

    def __init__(self, folder: Path, process_id: int) -> None:
        self.process_id = process_id
        self.folder = folder
        self._numbers = count(1)

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database."""
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.folder}"

    def name_of(self, url: str) -> str:
        """The name of the database at this address."""
        return urlsplit(url).path.removeprefix("/")

    def new_database(self, *, like: str = "template1") -> str:
        """The address of a fresh database: an empty one, or a copy of one that nobody is connected to."""
        name = f"forum_{next(self._numbers)}"
        with self.connect() as connection:
            copied = f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy"
            connection.execute(copied.encode())
        return self.url(name)

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        """A plain connection to the maintenance database, each statement its own transaction."""
        return psycopg.connect(f"host={self.folder} user={OWNER} dbname=postgres", autocommit=True)


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A running server; it ends with the block, and with this process if that is killed.

    A durable one acknowledges what is on disk, as in production: for measuring.
    """
    folder = Path(tempfile.mkdtemp(prefix="forum-pg-"))
    try:
        _create(folder)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                _command(folder, SETTINGS if durable else SETTINGS | HASTY),
                stdout=log,
                stderr=log,
                cwd=folder,
            )
        try:
            yield _when_ready(PostgresServer(folder, process.pid), process, folder / "log")
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody needs these files again
            process.wait(WAIT_S)
    finally:
        shutil.rmtree(folder)


def _create(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER, OWNER)
    options = [
        "--username",
        OWNER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    command = [*_as_owner(), str(_tools() / "initdb"), "-D", str(folder / "data"), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=WAIT_S, check=False, cwd=folder
    )
    assert done.returncode == 0, done.stderr


def _command(folder: Path, values: dict[str, str]) -> list[str]:
    settings = [part for name, value in values.items() for part in ("-c", f"{name}={value}")]
    server = [str(_tools() / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    return [*_as_owner(), *server, *settings]


def _as_owner() -> list[str]:
    """Run as a user the server accepts (never root), and end when this process ends."""
    user = [f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig", "QUIT", *user]


def _tools() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    assert folders, "PostgreSQL is missing: scripts/install_system_packages installs it"
    return folders[-1]


def _when_ready(
    server: PostgresServer, process: "subprocess.Popen[bytes]", log: Path
) -> PostgresServer:
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline or process.poll() is not None:
                sys.stderr.write(log.read_text(encoding="utf-8"))
                raise
            time.sleep(0.02)
        else:
            return server
