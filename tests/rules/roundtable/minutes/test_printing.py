"""Minutes as page, Markdown and PDF: block for block the same, faults named at their place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import RuleViolation
from kernel.markdown import render
from kernel.markdown.blocks import (
    Block,
    Blocks,
    Framed,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    blocks_of,
)
from roundtable.minutes.printing import (
    Fault,
    HtmlItem,
    Stamp,
    as_html,
    as_markdown,
    as_pdf,
    differences,
    faults,
)
from roundtable.minutes.printing.parts import anchor_of
from roundtable.minutes.printing.pdf import document_of
from roundtable.minutes.rules.changes import Passage
from roundtable.minutes.rules.facts import Fact
from roundtable.minutes.rules.public import (
    Content,
    Head,
    Item,
    Participant,
    PublicContent,
    PublicItem,
    public_part,
)
from tests.support.printed import Printed

HEAD = Head(
    table="Sport",
    number="RT-2026-04",
    title="Vierte Sitzung",
    place="Rathaus, Raum 151",
    began="2026-04-13T17:00:00+02:00",
    ended="2026-04-13T19:30:00+02:00",
    chair="Anna Meier, Meier GmbH",
    secretary="Zivilgesellschaft",
    quorum="Beschlussfähig: 3 da, 2 nötig.",
)
TEXT = """# Aussprache

Die Mitglieder **begrüßen** den Vorschlag.

> **Beschluss RT-2026-04/1:** Die Halle öffnet sonntags. [Zum Beschluss](/beschluesse/RT-2026-04/1)

- Punkt
    - darunter

| Gruppe | Ja |
|--------|----|
| Sport  | 3  |
"""
PUBLIC = PublicContent(
    HEAD,
    ("Anna Meier, Meier GmbH", "Zivilgesellschaft", "Zivilgesellschaft"),
    (
        PublicItem("Ö 1", public=True, title="Eröffnung"),
        PublicItem("Ö 2", public=True, title="Öffnung der *Hallen* [2026]", text=TEXT),
        PublicItem("N 3", public=False, state="vertagt"),
    ),
)
STAMP = Stamp(2, date(2026, 5, 3), "6f" * 32, "https://forum.example/protokoll/v2")


def test_a_page_says_all_of_it() -> None:
    page = as_html(PUBLIC)
    assert (page.title, page.kicker) == (
        "Protokoll: Vierte Sitzung",
        "Runder Tisch Sport · RT-2026-04",
    )
    assert dict(page.facts)["Wann"] == "Montag, 13. April 2026, 17\u00a0Uhr bis 19:30 Uhr"
    assert page.people == ("Anna Meier, Meier GmbH", "Zivilgesellschaft (2 Personen)")
    assert [item.heading for item in page.items] == [
        "TOP Ö 1: Eröffnung",
        "TOP Ö 2: Öffnung der *Hallen* [2026]",
        "TOP N 3 – nichtöffentlich",
    ]
    assert "<strong>begrüßen</strong>" in page.items[1].parts[0].shown


def test_what_is_unknown_is_left_out() -> None:
    head = replace(HEAD, place="", chair="", secretary="", quorum="", ended="")
    assert [name for name, _value in as_html(replace(PUBLIC, head=head)).facts] == ["Wann"]


@pytest.mark.parametrize(
    ("number", "anchor"), [("Ö 3", "top-3"), ("Ö 3.1", "top-3-1"), ("N 5", "top-n-5")]
)
def test_each_item_has_a_place_of_its_own(number: str, anchor: str) -> None:
    assert anchor_of(number) == anchor


def test_the_pdf_says_all_of_it_and_which_publication_it_is() -> None:
    pdf = Printed(as_pdf(PUBLIC, STAMP, site="https://forum.example"))
    assert pdf.title == "Protokoll: Vierte Sitzung"
    for words in (
        "Wo Rathaus, Raum 151",
        "Anwesend • Anna Meier, Meier GmbH • Zivilgesellschaft (2 Personen)",
        "TOP Ö 1: Eröffnung Zu diesem Punkt steht nichts im Protokoll.",
        "TOP Ö 2: Öffnung der *Hallen* [2026] Aussprache Die Mitglieder begrüßen den Vorschlag.",
        "TOP N 3 – nichtöffentlich Dieser Punkt wurde vertagt. Hier steht nur seine Nummer. Fassung 2",
        "Protokoll RT-2026-04 · Fassung 2 vom 3. Mai 2026 · 6f6f6f6f6f6f6f6f … Seite 1 von 1",
    ):
        assert words in pdf.text
    assert STAMP.sha256 in pdf.run_together
    assert pdf.targets == ["https://forum.example/beschluesse/RT-2026-04/1"]


def test_a_preview_says_that_it_is_one() -> None:
    assert "Vorschau, nicht veröffentlicht" in Printed(as_pdf(PUBLIC)).text


def test_the_same_minutes_give_the_same_bytes() -> None:
    assert as_pdf(PUBLIC, STAMP) == as_pdf(PUBLIC, STAMP)


def test_markdown_says_all_of_it() -> None:
    text = as_markdown(PUBLIC, STAMP)
    assert text.startswith(
        "# Protokoll: Vierte Sitzung\n\nRunder Tisch Sport · RT-2026-04\n\n- **Wann:** Montag, 13."
    )
    assert (
        "## TOP Ö 2: Öffnung der \\*Hallen\\* \\[2026\\]\n\n### Aussprache\n\nDie Mitglieder **begr"
        in text
    )
    assert text.endswith(f"- **Prüfsumme:** {'6f' * 32}\n")


FACT = Fact(
    "Beschluss RT-2026-04/1", "> **Beschluss RT-2026-04/1: Halle**\n>\n> Die Halle öffnet sonntags."
)
TYPED = FACT.text.replace("/1", "/9").replace("sonntags", "nie")
MIXED = replace(
    PUBLIC,
    items=(
        PublicItem("Ö 1", True, "Halle", f"Vorher\n\n{FACT.text}\n\n{TYPED}", facts=(FACT,)),
        PublicItem("Ö 2", True, "Fälschung", TYPED),
    ),
)


def test_a_typed_resolution_does_not_look_as_a_real_one() -> None:
    real, forged = as_html(MIXED).items
    assert [part.mark for part in real.parts] == ["", FACT.mark, ""]
    fact = real.parts[1]
    assert (fact.resolution, fact.address) == ("RT-2026-04/1", "/beschluesse/RT-2026-04/1")
    assert "blockquote" not in fact.html
    assert [(part.mark, "blockquote" in part.html) for part in forged.parts] == [("", True)]


def test_print_frames_facts_alone_and_leads_to_the_resolution() -> None:
    (frame,) = [block for block in document_of(MIXED).blocks if isinstance(block, Framed)]
    assert frame.label == "Aus der Sitzung festgehalten: Beschluss RT-2026-04/1"
    assert any(isinstance(block, Quote) for block in document_of(MIXED).blocks)
    pdf = Printed(as_pdf(MIXED, STAMP, site="https://forum.example"))
    assert pdf.text.count("Aus der Sitzung festgehalten") == 1
    assert pdf.targets == ["https://forum.example/beschluesse/RT-2026-04/1"]
    text = as_markdown(MIXED, STAMP, site="https://forum.example")
    assert text.count("> *Aus der Sitzung festgehalten: Beschluss RT-2026-04/1*") == 1
    assert (
        "\n> [Zum Beschluss RT-2026-04/1](https://forum.example/beschluesse/RT-2026-04/1)" in text
    )


@pytest.mark.parametrize(
    ("public", "state", "said"),
    [
        (False, "beraten", "Dieser Punkt wurde nichtöffentlich beraten. Hier steht nur seine"),
        (False, "vertagt", "Dieser Punkt wurde vertagt. Hier steht nur seine Nummer."),
        (False, "geplant", "Dieser Punkt wurde nicht aufgerufen. Hier steht nur seine Nummer."),
        (False, "", "Dieser Punkt ist nichtöffentlich. Hier steht nur seine Nummer."),
        (True, "vertagt", "Dieser Punkt wurde vertagt."),
        (True, "abgesetzt", "Dieser Punkt wurde von der Tagesordnung genommen."),
        (True, "verwiesen", "Dieser Punkt wurde an eine andere Stelle verwiesen."),
        (True, "beraten", "Zu diesem Punkt steht nichts im Protokoll."),
    ],
)
def test_page_print_and_file_say_what_became_of_an_item(
    public: bool, state: str, said: str
) -> None:
    item = PublicItem("Ö 1" if public else "N 1", public=public, title="Halle", state=state)
    one = replace(PUBLIC, items=(item,))
    assert as_html(one).items[0].note.startswith(said)
    assert said in as_markdown(one)
    assert Paragraph((Run(as_html(one).items[0].note),)) in document_of(one).blocks
    assert "nichtöffentlich beraten" not in as_markdown(one) or state == "beraten"


def test_what_was_written_of_an_adjourned_item_stands_below_it() -> None:
    item = PublicItem("Ö 1", public=True, title="Halle", text="Erst im Mai.", state="vertagt")
    text = as_markdown(replace(PUBLIC, items=(item,)))
    assert "Dieser Punkt wurde vertagt.\n\nErst im Mai." in text
    assert "steht nichts" not in text


def levelled(blocks: Blocks, by: int) -> Iterator[Block]:
    """The blocks with all headings so much lower; the sixth level is the lowest."""
    for block in blocks:
        match block:
            case Heading():
                yield Heading(min(6, block.level + by), block.runs)
            case Quote():
                yield Quote(tuple(levelled(block.blocks, by)))
            case Listing():
                entries = tuple(tuple(levelled(entry, by)) for entry in block.entries)
                yield Listing(block.ordered, block.start, entries)
            case _:
                yield block


def _shown(item: HtmlItem) -> Blocks:
    return tuple(block for part in item.parts for block in blocks_of(part.html))


def from_page(content: PublicContent) -> Blocks:
    """The page's blocks from the first item on."""
    blocks: list[Block] = []
    for item in as_html(content).items:
        note = (Paragraph((Run(item.note),)),) if item.note else ()
        text = note + _shown(item)
        blocks += [Heading(2, (Run(item.heading),)), *text]
    return tuple(blocks)


def from_markdown(content: PublicContent) -> Blocks:
    """What somebody gets who renders the file, from the first item on."""
    blocks = blocks_of(render(as_markdown(content)).html)
    return blocks[next(at for at, block in enumerate(blocks) if "TOP" in str(block)) :]


PIECES = st.sampled_from(
    ["# ", "### ", "- ", "1. ", "> ", "    ", "\n", "\n\n", "*", "**", "`", "~~", "[a](/b)", "|", "---", "Wort ", "ä",
     "\n\n|a|b|\n|-|-|\n|c|d|\n\n", "<b>", "&amp;", "\\", "[[Beschluss 1]]"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)
TITLES = st.text(st.sampled_from("aB *_`[]()<>#1.-+\\!|&ä"), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TITLES.filter(bool), TEXTS), min_size=1, max_size=3))
def test_page_pdf_and_markdown_hold_the_same_blocks(items: list[tuple[str, str]]) -> None:
    numbered = enumerate(items, 1)
    found = tuple(PublicItem(f"Ö {n}", public=True, title=a, text=b) for n, (a, b) in numbered)
    content = replace(PUBLIC, participants=(), items=found)
    try:
        page = from_page(content)
    except RuleViolation:
        return
    assert document_of(content).blocks == page
    assert from_markdown(content) == tuple(levelled(page, 2))


def whole(*items: Item, people: tuple[Participant, ...] = (), head: Head = HEAD) -> Content:
    return Content(head, people, items)


def test_what_prints_well_has_no_faults() -> None:
    assert faults(whole(Item("Ö 1", public=True, title="Eröffnung", text=TEXT))) == []


def test_a_character_without_a_font_is_named_at_its_place_and_hinders_nobody() -> None:
    secret = Item(
        "N 2", public=False, title="Süd", text="Das Grundstück kostet zu viel 🙂 für uns."
    )
    assert faults(whole(secret)) == [
        Fault(
            "N 2",
            "Text, bei „kostet zu viel 🙂 für uns.“",
            "Für das Zeichen 🙂 hat das PDF keine Schrift. Dort steht dann [Zeichen U+1F642].",
            hinders=False,
        )
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Sie will es ganz\u202e verkehrt, dann doch nicht.",
            "will es ganz[U+202E] verkehrt, dann doch",
        ),
        ("\x1cAn\x1c fang", "[U+001C]An[U+001C] fang"),
        ("Am Ende \ufdd0", "Am Ende [U+FDD0]"),
    ],
)
def test_a_character_that_nobody_sees_is_named_where_it_hides(text: str, quoted: str) -> None:
    (fault,) = faults(whole(Item("Ö 1", public=True, title="T", text=text)))
    assert (fault.item_number, fault.hinders) == ("Ö 1", True)
    assert fault.where == f"Text, bei „{quoted}“"
    assert "Steuerzeichen" in fault.message


def test_faults_stand_in_the_order_of_the_document() -> None:
    person = Participant("S1", "✓", "", "Sport")
    found = faults(
        whole(
            Item("Ö 1", public=True, title="漢", text=""),
            Item("Ö 2", public=True, title="", text="[" * 300),
            people=(person,),
            head=replace(HEAD, title="🙂"),
        )
    )
    places = [(fault.item_number, fault.where.partition(",")[0], fault.hinders) for fault in found]
    assert places == [
        ("", "Titel", False),
        ("", "Anwesend", False),
        ("Ö 1", "Überschrift", False),
        ("Ö 2", "Text", True),
    ]
    assert "eckige Klammern" in found[-1].message


def test_minutes_that_are_too_long_for_print_are_told_so() -> None:
    items = [Item(f"Ö {n}", public=True, title="T", text="Wort " * 1_900) for n in range(250)]
    assert [fault.where for fault in faults(whole(*items))] == ["ganzes Protokoll"]


def test_nothing_of_a_non_public_item_is_printed() -> None:
    secret = Item("N 2", public=False, title="Kanarienvogel", text="Kanarienvogel")
    public = public_part(whole(secret), {})
    assert "Kanarienvogel" not in Printed(as_pdf(public)).text
    assert "Kanarienvogel" not in as_markdown(public) + repr(as_html(public))


def test_what_everybody_reads_otherwise_is_told_part_by_part() -> None:
    changed = replace(
        MIXED,
        participants=("Anna Meier, Meier GmbH",),
        items=(
            replace(MIXED.items[0], text=MIXED.items[0].text.replace("Vorher", "Davor")),
            replace(MIXED.items[1], title="Anders", state="vertagt"),
        ),
    )
    assert differences(MIXED, MIXED) == []
    people, first, second = differences(MIXED, changed)
    assert people.where == "Anwesend"
    assert first.where == "TOP Ö 1: Halle"
    assert first.passages == (Passage("Vorher", "Davor"),)
    assert second.passages[0].before == "TOP Ö 2: Fälschung"
    assert second.passages[0].after.startswith("TOP Ö 2: Anders")
    assert "Dieser Punkt wurde vertagt." in second.passages[0].after
    assert [one.where for one in differences(changed, replace(changed, items=()))] == [
        "TOP Ö 1: Halle",
        "TOP Ö 2: Anders",
    ]
