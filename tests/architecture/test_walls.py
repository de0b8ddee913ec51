"""Walls that no linter knows: who may commit, and who may declare text to be safe HTML."""

import ast
import re
from pathlib import Path

from jinja2 import Environment

from tests.support.source_tree import ROOT, functions_in, house_files, templates, tree_of

UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+(false|off)|\bMarkup\b", re.IGNORECASE)


def _calls(node: ast.AST, name: str) -> bool:
    """Whether the code calls ``name(...)`` or ``something.name(...)``."""
    return any(
        isinstance(child, ast.Call)
        and (getattr(child.func, "attr", None) == name or getattr(child.func, "id", None) == name)
        for child in ast.walk(node)
    )


def test_only_the_database_module_commits() -> None:
    committing = {path for path in house_files() if _calls(tree_of(path), "commit")}
    why = "one service call is one transaction: @transactional commits, nobody else"
    assert committing <= {Path("kernel/database.py")}, why


def test_one_function_alone_declares_text_to_be_safe_html() -> None:
    makers = {
        f"{path}:{function.name}"
        for path in house_files()
        for function in functions_in(path)
        if _calls(function, "Markup")
    }
    why = "only sanitised Markdown becomes Markup, in one place"
    assert makers == {"kernel/markdown/markup.py:markup"}, why


def test_every_template_compiles() -> None:
    jinja = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path in templates():
        jinja.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def test_no_template_switches_escaping_off() -> None:
    sources = {str(path): (ROOT / path).read_text(encoding="utf-8") for path in templates()}
    assert [path for path, source in sources.items() if UNESCAPED.search(source)] == []
