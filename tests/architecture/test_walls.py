"""Walls that no linter knows: who commits, who declares text to be safe HTML, who is the system."""

import ast
import re
from pathlib import Path

from jinja2 import Environment

from tests.support.source_tree import ROOT, house_files, templates, tree_of

UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+(false|off)|\bMarkup\b", re.IGNORECASE)
MAY_ACT_AS_SYSTEM = {"actors.py", "projector.py", "jobs.py", "relay.py", "cli.py"}


def _calls(path: Path, name: str) -> list[str]:
    """Where the file calls ``name(...)`` or ``something.name(...)``."""
    calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return [
        f"{path}:{call.lineno}"
        for call in calls
        if name in {getattr(call.func, "attr", None), getattr(call.func, "id", None)}
    ]


def _is_the_system(node: ast.AST) -> bool:
    """Whether the code names SYSTEM or builds an actor that claims to be it."""
    if isinstance(node, ast.keyword):
        return node.arg == "is_system"
    return "SYSTEM" in {getattr(node, field, None) for field in ("id", "attr", "name")}


def test_only_the_database_module_commits() -> None:
    committing = {path for path in house_files() if _calls(path, "commit")}
    why = "one service call is one transaction: @transactional commits, nobody else"
    assert committing == {Path("kernel/database.py")}, why


def _imports(path: Path, library: str) -> bool:
    return any(
        library in {getattr(node, "module", None), *(alias.name for alias in node.names)}
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def test_one_file_alone_knows_the_library_of_shared_texts() -> None:
    knowing = {path for path in house_files() if _imports(path, "pycrdt")}
    why = "whoever hands it an update must have checked it: roundtable/minutes/ydoc.py does"
    assert knowing == {Path("roundtable/minutes/ydoc.py")}, why


def test_one_file_alone_knows_the_typesetter() -> None:
    measured_beside = {Path("bench/live/plain_print.py")}
    knowing = {path for path in house_files() if _imports(path, "typst")} - measured_beside
    why = "it keeps 45 MB with each document and cannot be stopped: kernel/pdf/setting.py runs it apart"
    assert knowing == {Path("kernel/pdf/typesetter.py")}, why


def test_one_line_alone_declares_text_to_be_safe_html() -> None:
    makers = [line for path in house_files() for line in _calls(path, "Markup")]
    why = "only sanitised Markdown becomes Markup, in one place"
    assert [line.partition(":")[0] for line in makers] == ["kernel/markdown/markup.py"], why


def test_only_work_without_a_person_acts_as_the_system() -> None:
    acting = {path for path in house_files() if any(map(_is_the_system, ast.walk(tree_of(path))))}
    outside = {str(path) for path in acting if path.name not in MAY_ACT_AS_SYSTEM}
    assert outside == set(), "whoever serves a person acts as that person, never as the system"


def test_every_template_compiles() -> None:
    jinja = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path in templates():
        jinja.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def test_no_template_switches_escaping_off() -> None:
    sources = {str(path): (ROOT / path).read_text(encoding="utf-8") for path in templates()}
    assert [path for path, source in sources.items() if UNESCAPED.search(source)] == []
