"""Plain words inside Markdown are shown as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.markdown import escaped, render

SIGNS = st.text(st.sampled_from("ab *_`[]()#>+-.1!|\\"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    "text",
    [
        "*stark* und _schief_",
        "# keine Überschrift",
        "- keine Liste",
        "1. Mai",
        "12) Punkt",
        "> kein Zitat",
        "[kein](https://link.example)",
        "a | b",
        r"C:\temp",
        "a\nb",
    ],
)
def test_signs_mean_nothing(text) -> None:
    rendered = render(escaped(text))
    assert rendered.plain.split() == text.split()
    assert not any(tag in rendered.html for tag in ("<em", "<strong", "<h", "<li", "<blockquote"))


@given(SIGNS)
def test_no_row_of_signs_becomes_anything(text) -> None:
    assert "".join(render(f"> {escaped(text)}").plain.split()) == "".join(text.split())


def test_an_address_stays_a_link() -> None:
    assert (
        'href="https://stadt.example/a_b"'
        in render(escaped("Siehe https://stadt.example/a_b")).html
    )
