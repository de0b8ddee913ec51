"""The project's own source files, for tests that hold the shape of the house.

It walks the folders instead of asking git, so that the tests also run in an unpacked archive.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {"migrations/versions"}
NOT_OURS = {"instance", "node_modules", "static"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def packages() -> tuple[str, ...]:
    """Names of the importable rooms: top folders with an ``__init__.py``."""
    return tuple(sorted(init.parent.name for init in ROOT.glob("[!.]*/__init__.py")))


@cache
def python_files() -> tuple[Path, ...]:
    """Every hand-written Python file, tests and scripts included, relative to the root."""
    found = (path for top in _top_entries() for path in _python_below(top))
    return tuple(sorted(path.relative_to(ROOT) for path in found if not _generated(path)))


@cache
def house_files() -> tuple[Path, ...]:
    """The files of the application itself: its rooms and ``app.py``."""
    return tuple(p for p in python_files() if p.parts[0] in packages() or p.name == "app.py")


@cache
def templates() -> tuple[Path, ...]:
    """Every Jinja template, relative to the root."""
    return tuple(sorted(p.relative_to(ROOT) for p in ROOT.glob("templates/**/*") if p.is_file()))


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def functions_in(path: Path) -> Iterator[Function]:
    """Every function and method of the file, nested ones included."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def length_of(function: Function) -> int:
    """Lines from ``def`` to the end, without decorators and docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def _top_entries() -> Iterator[Path]:
    return (p for p in ROOT.iterdir() if not p.name.startswith(".") and p.name not in NOT_OURS)


def _python_below(top: Path) -> Iterator[Path]:
    if top.is_dir():
        yield from top.rglob("*.py")
    elif top.suffix == ".py":
        yield top


def _generated(path: Path) -> bool:
    return any(folder in path.as_posix() for folder in GENERATED) or "node_modules" in path.parts
