"""What would block the process is refused before the renderer sees it, and the author is told why."""

import sys
from collections.abc import Callable
from types import FrameType

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import RuleViolation
from kernel.markdown import MarkdownTooComplex, guard, limits, render
from kernel.markdown.limits import Limit
from tests.poison import POISONS, poisonous_texts

MOST_STEPS = 2_000_000


def _filled(unit: str, times: int, per_paragraph: int) -> str:
    """The unit so many times, in paragraphs that stay below their own limits."""
    full, rest = divmod(times, per_paragraph)
    return "\n\n".join([unit * per_paragraph] * full + [unit * rest])


# A text with exactly so many of what the limit counts, and little of everything else.
EDGES: list[tuple[Limit, Callable[[int], str]]] = [
    (limits.CHARACTERS, lambda n: ("a" * 998 + "\n\n") * (n // 1_000) + "a" * (n % 1_000)),
    (limits.LINES, lambda n: "a\n\n" * ((n - 1) // 2) + "a\n" * ((n - 1) % 2) + "a"),
    (limits.MARKS, lambda n: _filled("*a ", n, 500)),
    (limits.CELLS, lambda n: _filled("|a|b|c\n", n // 4, 250) + "\n\n|" * (n % 4 > 0)),
    (limits.LEVELS, lambda n: "> " * n + "a"),
    (limits.PARAGRAPH_CHARACTERS, lambda n: "a" * n),
    (limits.PARAGRAPH_LINES, lambda n: "a\n" * (n - 1) + "a"),
    (limits.PARAGRAPH_MARKS, lambda n: "*a " * n),
    (limits.PARAGRAPH_BRACKETS, lambda n: "[a](b) " * n),
    (limits.LOOSE_BRACKETS, lambda n: "[" * n + "a" * 9_000),
]


@pytest.fixture
def no_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a text reaches Python-Markdown."""

    def convert(*_: object) -> str:
        raise AssertionError("the renderer was reached")

    monkeypatch.setattr(markdown.Markdown, "convert", convert)


@pytest.mark.parametrize("name", POISONS)
def test_a_poisonous_text_is_stopped_before_rendering(name: str, no_renderer: None) -> None:
    with pytest.raises(RuleViolation):
        render(poisonous_texts()[name])


@pytest.mark.parametrize("name", POISONS)
def test_a_poison_in_the_last_paragraph_of_a_letter_is_stopped_too(
    name: str, no_renderer: None
) -> None:
    with pytest.raises(RuleViolation):
        render("Sehr geehrte Damen und Herren,\n\n> " + poisonous_texts(40_000)[name])


@pytest.mark.parametrize(("limit", "text_with"), EDGES)
def test_a_limit_lets_its_most_pass_and_names_itself_for_one_more(
    limit: Limit, text_with: Callable[[int], str]
) -> None:
    guard(text_with(limit.most))
    with pytest.raises(MarkdownTooComplex) as refused:
        guard(text_with(limit.most + 1))
    most = f"{limit.most:,}".replace(",", ".")
    assert refused.value.message == limit.message % {"most": most}
    assert (refused.value.field, refused.value.code) == ("text", "too_large")


def _steps_of(work: Callable[[], object]) -> int:
    """Calls that the work makes, of Python and C functions: the same on every machine."""
    steps = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal steps
        steps += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return steps


HEAVY = {
    "open brackets in every paragraph": ("[" * 10 + "a" * 9_980 + "\n\n") * 5,
    "addresses never closed": ("[a](" * 10 + "a" * 9_950 + "\n\n") * 5,
    "links": _filled('[a](b "c")', 4_500, 199),
    "backticks": (" ".join("`" * n for n in range(1, 88)) + "\n\n") * 12,
    "backslashes": _filled("\\*", 2_450, 490),
    "a wide table": "|a" * 30 + "\n" + "|-" * 30 + "\n" + "|a\n" * 290,
    "headings": ("# a\n" * 299 + "\n") * 9,
}


HEAVIEST = [*HEAVY.values(), *(text_with(limit.most) for limit, text_with in EDGES)]


@pytest.mark.parametrize("text", HEAVIEST, ids=lambda text: text[:12])
def test_the_heaviest_texts_that_pass_cost_a_bounded_number_of_steps(text: str) -> None:
    guard(text)
    assert _steps_of(lambda: render(text)) < MOST_STEPS


MINUTES = """### TOP 4: Bänke

**Beschluss** ([Vorlage 21/7](https://example.org/a_(b))): mehr *Bänke* – „barrierefrei“.

- [x] erledigt
- offen [siehe Anlage]

1. Punkt
    - Unterpunkt

| Amt | Kosten |
|---|--:|
| A | 5 € |

"""


def test_a_long_ordinary_text_passes() -> None:
    guard(MINUTES * (45_000 // len(MINUTES)))


def test_a_list_of_links_passes() -> None:
    guard("\n".join(f"- [Anlage {n}](https://example.org/anlagen/{n})" for n in range(150)))


WORDS = ["\n\n", "    ", "](", "> ", "- ", "http://", "**", "[a]: b\n"]
ATOMS = st.sampled_from([*"[]()<>*_~`\\|#-=!&:\"' \n\ta1.", *WORDS])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(ATOMS, st.integers(1, 40)), max_size=40))
def test_any_text_that_passes_the_guard_renders(parts: list[tuple[str, int]]) -> None:
    text = "".join(atom * times for atom, times in parts)
    try:
        guard(text)
    except MarkdownTooComplex:
        return
    render(text)
