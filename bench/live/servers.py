"""The servers of the line, each a process of its own on the first processor; and what such a process takes."""

import json
import os
import resource
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import serving
from tests.support.replicas import NODE
from tests.support.source_tree import ROOT

FOLDER = ROOT / "bench" / "node"
NPM = NODE.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
INSTALL_S = 300
#: empty where the system cannot say
PROCESSORS = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
SERVES, ASKS = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """What the process has taken so far, all its threads, without its children."""
        return _cpu_seconds(self.pid)

    def rss_kib(self) -> int:
        """What it holds in memory now."""
        return self._status("VmRSS")

    def forget_peak(self) -> None:
        """Measure the peak anew from here."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")

    def peak_kib(self) -> int:
        """The most it has held since."""
        return self._status("VmHWM")

    def _status(self, name: str) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.partition(f"{name}:")[2].split()[0])


@contextmanager
def ours(instance: Path, database_url: str = "") -> Iterator[Served]:
    """`python app.py` with a secret and nothing else, as in production; its worker shares the processor."""
    settings = {
        "INSTANCE": str(instance),
        "DATABASE_URL": database_url,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DEMO": "0",
        "TESTING": "0",
    }
    with _on_first_processor([sys.executable, "app.py"], settings, instance / "live.log") as served:
        yield served


@contextmanager
def node(program: str, folder: Path) -> Iterator[Served]:
    """A server of `bench/node/`; its packages are fetched before the first one starts."""
    _have_packages()
    command = [str(NODE), str(FOLDER / program)]
    settings = {"NODE_ENV": "production"}
    with _on_first_processor(command, settings, folder / f"{program}.log") as served:
        yield served


def versions() -> str:
    """What stands on the other side."""
    told = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True)
    pinned: dict[str, str] = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    parts = ", ".join(f"{name} {pin}" for name, pin in pinned.items())
    return f"Node {told.stdout.strip().removeprefix('v')}, {parts}"


@contextmanager
def asking() -> Iterator[None]:
    """Ask from the second processor, where there is one, through as many sockets as the system allows."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with _on_processor(ASKS):
        yield


@contextmanager
def _on_first_processor(
    command: list[str], settings: dict[str, str], log: Path
) -> Iterator[Served]:
    """Who starts it goes there for a moment: a child and all its threads inherit the place."""
    with ExitStack() as stack:
        with _on_processor(SERVES):
            port, pid = stack.enter_context(serving.running(command, settings, log))
        yield Served(port, pid)


def _have_packages() -> None:
    """`npm ci`: exactly what the lock says, and only once for each state of it."""
    lock, done = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".installed"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    npm = [str(NODE), str(NPM)] if NPM.exists() else [shutil.which("npm") or ""]
    if not npm[-1]:
        sys.exit("The live sections compare with Node and need npm: see docs/operations.md.")
    command = [*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    environment = os.environ | {"PATH": f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, cwd=FOLDER, env=environment, check=True, timeout=INSTALL_S)
    done.write_bytes(lock.read_bytes())


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def _on_processor(place: int) -> Iterator[None]:
    """To the processor of this place among those that we may use; a single one serves and asks."""
    if len(PROCESSORS) < 2:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {PROCESSORS[place]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
