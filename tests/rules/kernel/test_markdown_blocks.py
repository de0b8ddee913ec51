"""A rendered text as blocks: what a page shows, for media that set type by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.markdown import MarkdownTooComplex, plain_of, render
from kernel.markdown.blocks import (
    Block,
    Blocks,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
    blocks_of,
)


def blocks(text: str) -> Blocks:
    return blocks_of(render(text).html)


def plain(text: str) -> Runs:
    return (Run(text),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ein Satz.", Paragraph(plain("Ein Satz."))),
        ("eins\nzwei", Paragraph(plain("eins\nzwei"))),
        ("# Titel", Heading(3, plain("Titel"))),
        ("- a\n- b", Listing(False, 1, ((Paragraph(plain("a")),), (Paragraph(plain("b")),)))),
        ("3. c", Listing(True, 3, ((Paragraph(plain("c")),),))),
        ("> Zitat", Quote((Paragraph(plain("Zitat")),))),
        ("    a\n      b", Preformatted("a\n  b")),
        ("---", Rule()),
        ("|A|B|\n|-|-|\n|1|2|", Table((plain("A"), plain("B")), ((plain("1"), plain("2")),))),
    ],
)
def test_each_kind_of_block_is_known(text: str, expected: Block) -> None:
    assert blocks(text) == (expected,)


def test_marks_hold_for_a_stretch_of_text() -> None:
    runs = (
        Run("a "),
        Run("b ", ("strong",)),
        Run("c", ("strong", "em")),
        Run(" "),
        Run("d", ("code",)),
        Run(" "),
        Run("e", ("del",)),
    )
    assert blocks("a **b *c*** `d` ~~e~~") == (Paragraph(runs),)


def test_a_link_knows_where_it_leads() -> None:
    runs = (Run("siehe "), Run("hier", (), "/beschluesse/"), Run("."))
    assert blocks("siehe [hier](/beschluesse/).") == (Paragraph(runs),)


def test_parts_of_a_list_stand_inside_their_entry() -> None:
    inner = Listing(ordered=False, start=1, entries=((Paragraph(plain("b")),),))
    assert blocks("- a\n    - b") == (Listing(False, 1, ((Paragraph(plain("a")), inner),)),)


def test_emphasis_within_emphasis_stays_flat() -> None:
    found = blocks("*a **b " * 80 + "c" + "** *" * 80)
    assert len(found) == 1
    assert isinstance(found[0], Paragraph)


def words(found: Blocks) -> str:
    """Every character that is no space, in order."""
    parts: list[str] = []
    for block in found:
        match block:
            case Paragraph() | Heading():
                parts += [run.text for run in block.runs]
            case Listing():
                parts += [words(entry) for entry in block.entries]
            case Quote():
                parts.append(words(block.blocks))
            case Preformatted():
                parts.append(block.text)
            case Table():
                cells = [*block.head, *(cell for row in block.rows for cell in row)]
                parts += [run.text for cell in cells for run in cell]
    return "".join("".join(parts).split())


PIECES = st.sampled_from(
    ["# ", "## ", "- ", "1. ", "> ", "    ", "\n", "\n\n", "*", "**", "`", "~~", "[a](/b)", "|", "---",
     "|a|b|\n|-|-|\n", "Wort ", "ä", "<b>", "&amp;", "[[Beschluss 1]]", "https://a.de ", "\\"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_word_of_a_page_gets_lost_or_is_added(text: str) -> None:
    try:
        html = render(text).html
    except MarkdownTooComplex:
        return
    assert words(blocks_of(html)) == "".join(plain_of(html).split())
