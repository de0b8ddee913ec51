"""Imports stand at the top of a file and never run in a circle."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.support.source_tree import functions_in, house_files, packages, python_files, tree_of

OURS = {*packages(), "app", "tests"}


def _imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_imports_name_their_room() -> None:
    relative = [
        f"{path}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]
    assert relative == [], "an absolute import says in which room the name lives"


def _own_imports(node: ast.AST) -> list[str]:
    names = [name for child in ast.walk(node) for name in _imported_by(child)]
    return [name for name in names if name.split(".")[0] in OURS]


def test_no_function_imports_our_own_code() -> None:
    hidden = {
        f"{path}:{function.lineno}": names
        for path in python_files()
        for function in functions_in(path)
        if (names := _own_imports(function))
    }
    assert hidden == {}, "an import hidden in a function hides a dependency or a cycle"


def test_only_tests_and_benchmarks_import_the_application() -> None:
    importers = [
        str(path)
        for path in house_files()
        if path != Path("app.py") and "app" in _own_imports(tree_of(path))
    ]
    assert importers == ["bench/world.py"]


def test_no_import_runs_in_a_circle() -> None:
    graph = grimp.build_graph(*packages(), cache_dir=None)
    imports = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
