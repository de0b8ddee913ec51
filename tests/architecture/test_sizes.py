"""Files and functions stay small: the one file that everybody extends never begins."""

from statistics import median, quantiles

import pytest

from tests.support.source_tree import (
    ROOT,
    functions_in,
    house_files,
    length_of,
    python_files,
)

MOST_LINES = 400
P90_LINES = 30


def test_no_python_file_is_longer_than_400_lines() -> None:
    lengths = {str(p): len((ROOT / p).read_text("utf-8").splitlines()) for p in python_files()}
    too_long = {path: lines for path, lines in lengths.items() if lines > MOST_LINES}
    assert lengths, "found no Python file at all"
    assert too_long == {}, "a file that outgrows 400 lines becomes a folder of files"


def test_nine_of_ten_functions_fit_on_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = [length_of(f) for path in house_files() for f in functions_in(path)]
    if len(lengths) < 2:
        lengths = [length_of(f) for path in python_files() for f in functions_in(path)]
    p90 = quantiles(lengths, n=10)[-1]
    with capsys.disabled():
        print(f"\n{len(lengths)} functions: median {median(lengths):g} lines, p90 {p90:g}")  # noqa: T201
    assert p90 <= P90_LINES
