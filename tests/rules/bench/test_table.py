"""The table of the benchmarks: which sections are meant, and what a row says."""

import pytest

from bench.__main__ import SECTIONS, chosen
from bench.live.turns import Beside, blank
from bench.table import Line


def test_a_name_means_a_section_or_all_of_its_family() -> None:
    assert chosen([]) == list(SECTIONS)
    assert chosen(["search", "pages"]) == ["pages", "search"]
    assert chosen(["live-chat"]) == ["live-chat"]
    live = ["live-chat", "live-editors", "live-limits", "live-idle", "live-print"]
    assert chosen(["live"]) == live


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(SystemExit, match="live-dance"):
        chosen(["live-dance"])


@pytest.mark.parametrize(("ours", "verdict"), [(150, "yes"), (60, "floor"), (40, "NO")])
def test_a_row_says_whether_the_aim_or_the_floor_is_reached(ours: float, verdict: str) -> None:
    line = Line("deliveries", ours, 100, "/s", 1.5, more_is_better=True, floor=0.5)
    assert line.cells[4:] == ("≥ 1.5 (0.5)", verdict)


def test_a_rate_that_the_asking_side_may_have_limited_is_a_lower_bound() -> None:
    found = Beside({"per_s": 10, "asking": 0.95}, {"per_s": 20, "asking": 0.5})
    line = found.line("per_s", blank("deliveries", "/s", 1, more_is_better=True))
    assert (line.what, line.ratio) == ("deliveries (ours a lower bound)", 0.5)
