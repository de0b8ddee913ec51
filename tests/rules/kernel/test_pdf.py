"""Print: tagged, in German, repeatable; what people write is text and nothing else."""

import subprocess
import sys
from datetime import date

import pytest
from fontTools.ttLib import TTFont
from structlog.testing import capture_logs

from kernel.markdown import render
from kernel.markdown.blocks import Blocks, Heading, Run, blocks_of
from kernel.pdf import (
    Document,
    DocumentTooLarge,
    PrintingFailed,
    PrintingTooSlow,
    as_pdf,
    missing_in,
    printable,
    setting,
)
from kernel.pdf.characters import FONTS
from tests.support.printed import Printed

DAY = date(2026, 4, 9)


def blocks(text: str) -> Blocks:
    return blocks_of(render(text).html)


def printed(text: str, **more: object) -> Printed:
    fields = {"title": "Protokoll", "day": DAY, "blocks": blocks(text)} | more
    return Printed(as_pdf(Document(**fields)))  # type: ignore[arg-type]


def test_the_file_says_what_it_is() -> None:
    pdf = printed("Text", title="Protokoll – Öffentliche Fassung")
    assert (pdf.title, pdf.language, pdf.is_tagged) == (
        "Protokoll – Öffentliche Fassung",
        "de-DE",
        True,
    )
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.claims


def test_its_structure_is_that_of_the_text() -> None:
    pdf = printed("## Eins\n\nText\n\n- a\n- b\n\n> Beschluss\n\n|A|\n|-|\n|1|")
    tags = [tag for tag in pdf.tags if tag not in {"Span", "Lbl", "LBody", "TBody", "THead", "TR"}]
    assert tags == [
        "Document",
        "H1",
        "H2",
        "P",
        "L",
        "LI",
        "P",
        "LI",
        "P",
        "BlockQuote",
        "P",
        "Table",
        "TH",
        "TD",
    ]


def test_headings_skip_no_level() -> None:
    skipping = (*(Heading(level, (Run(str(level)),)) for level in (5, 2, 6)),)
    pdf = Printed(as_pdf(Document(title="T", day=DAY, blocks=skipping)))
    assert [tag for tag in pdf.tags if tag.startswith("H")] == ["H1", "H2", "H2", "H3"]


def test_all_of_a_document_is_printed() -> None:
    pdf = printed(
        "Ä **fett** [Link](/beschluesse/) ~~weg~~ `code`\n\n1. eins",
        kicker="Runder Tisch",
        facts=(("Wo", "Rathaus\nRaum 151"),),
        footer="Fassung 2",
        colophon=(("Prüfsumme", "ab" * 32),),
        site="https://forum.example",
    )
    assert (
        "Runder Tisch Protokoll Wo Rathaus Raum 151 Ä fett Link weg code 1. eins Prüfsumme"
        in pdf.text
    )
    assert "ab" * 32 in pdf.run_together
    assert "Fassung 2 Seite 1 von 1" in pdf.text
    assert pdf.targets == ["https://forum.example/beschluesse/"]


ATTEMPTS = [
    '#read("/etc/passwd")', '#{ read("/etc/passwd") }', '#import "/etc/passwd": *', '#eval("1+1")', "$x^2$", "\\u{41}",
    "[[Abstimmung 3]]", "@zitat", "= Überschrift", "/ Begriff: Text", "// Kommentar", "/* Kommentar */", "~", "--",
    "...", "'einfach' \"doppelt\"", "#sys.inputs", "#panic()", "]#read(\"/etc/passwd\")[", '"); read("/etc/passwd") //',
]  # fmt: skip


@pytest.mark.parametrize("attempt", [pytest.param(" ".join(ATTEMPTS), id="all at once")])
def test_what_looks_like_source_is_printed_as_it_was_typed(attempt: str) -> None:
    heading = (Heading(2, (Run(attempt),)),)
    document = Document(
        title=attempt,
        day=DAY,
        kicker=attempt,
        facts=((attempt, attempt),),
        footer=attempt,
        blocks=heading,
    )
    pdf = Printed(as_pdf(document))
    assert pdf.run_together.count("".join(attempt.split())) == 6, pdf.lines
    assert "root:" not in pdf.text


def test_the_same_document_gives_the_same_bytes() -> None:
    document = Document(title="T", day=DAY, blocks=blocks("# A\n\n- b\n\n**c**"))
    assert as_pdf(document) == as_pdf(document)


def test_thirty_pages_are_printed() -> None:
    text = "\n\n".join(f"Absatz {n}. {'Wort ' * 60}" for n in range(100))
    pdf = printed("", blocks=blocks(text) * 4)
    assert pdf.pages >= 30
    assert "Absatz 99." in pdf.text


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * 4 * n + f"- Ebene {n}" for n in range(19)),
        "> " * 19 + "tief",
        "*a **b " * 80 + "c" + "** *" * 80,
    ],
)
def test_what_the_guard_lets_pass_is_printed_however_deep(text: str) -> None:
    assert printed(text).pages == 1


def test_a_word_that_is_longer_than_a_line_is_printed_whole() -> None:
    assert "x" * 3_000 in printed("x" * 3_000).run_together


def test_a_character_without_a_glyph_is_named() -> None:
    assert printable("Gut 🙂\u200d, „Ä“ ✓\n") == "Gut [Zeichen U+1F642], „Ä“ [Zeichen U+2713]\n"
    assert missing_in("🙂 a 漢 🙂\u200b") == ["🙂", "漢"]
    assert "[Zeichen U+1F642]" in printed("🙂", title="漢").text


def test_the_list_of_characters_is_that_of_the_fonts() -> None:
    fonts = [TTFont(path) for path in sorted(FONTS.glob("*.ttf"))]
    common = set.intersection(*(set(font.getBestCmap()) for font in fonts))
    listed = [line.split("-") for line in (FONTS / "characters.txt").read_text().split()]
    assert {code for a, b in listed for code in range(int(a, 16), int(b, 16) + 1)} == common
    assert len(fonts) == 4
    assert not missing_in(
        "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x17F), 0x1E9E])) + "„“‚‘–—…€→≤≥−×"
    )


def test_more_than_anybody_prints_is_refused() -> None:
    document = Document(title="T", day=DAY, blocks=blocks("Wort " * 1_900) * 300)
    with pytest.raises(DocumentTooLarge):
        as_pdf(document)


def test_a_document_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "MOST_SECONDS", 0.01)
    with pytest.raises(PrintingTooSlow):
        printed("Text")


def test_a_fault_of_ours_is_noted_and_told_without_details() -> None:
    document = Document(title="", day=DAY, blocks=())  # PDF/UA wants a title
    with pytest.raises(PrintingFailed) as failed, capture_logs() as logs:
        as_pdf(document)
    assert "PDF/UA" not in failed.value.message
    assert "title" in logs[-1]["said"]


BESIDE_OTHERS = """
from gevent import monkey
monkey.patch_all()
import gevent
from datetime import date
from kernel.pdf import Document, as_pdf
turns = 0
def others():
    global turns
    while True:
        turns += 1
        gevent.sleep(0.001)
gevent.spawn(others)
pdf = as_pdf(Document(title="T", day=date(2026, 4, 9), blocks=()))
print(pdf[:5].decode(), turns > 10)
"""


def test_other_requests_go_on_while_one_waits_for_print() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BESIDE_OTHERS], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("%PDF- True\n", 0), done.stderr
