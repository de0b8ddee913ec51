"""Nothing is skipped silently: a run is shown a skip and an empty list, and fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT

A_SKIP = """
import pytest

def test_that_needs_a_program_nobody_has():
    pytest.skip("no such program")
"""
AN_EMPTY_LIST = """
import pytest

@pytest.mark.parametrize("page", [])
def test_of_no_page(page):
    pass
"""


@pytest.mark.parametrize(
    ("source", "reason"), [(A_SKIP, "no such program"), (AN_EMPTY_LIST, "Empty parameter set")]
)
def test_what_is_not_run_fails_the_run(tmp_path: Path, source: str, reason: str) -> None:
    test = tmp_path / "test_idle.py"
    test.write_text(source, encoding="utf-8")
    options = ["-q", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.support.no_silent_skips"]
    command = [sys.executable, "-m", "pytest", *options, str(test)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )
    assert done.returncode != 0
    assert reason in done.stdout
