"""The demo speaks plainly, and of nobody real: invented names, reserved numbers and addresses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.content import FOLDER, load
from demo.members.script import script
from demo.shapes import Page
from demo.table_shapes import Motion

DEMO = load()
PAGES = (DEMO.legal.privacy, DEMO.legal.plain_language, DEMO.legal.sign_language, DEMO.legal.help)
FILES = sorted(FOLDER.glob("*.toml"))
EVERYTHING = "\n".join(path.read_text("utf-8") for path in FILES)

#: "Marlies P.", "Öz aus Billstedt", "Svenja (Lesepatin)", "Amira, 17": never a full name.
CITIZEN = re.compile(r"[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ]\.|, .+| \(.+\)| (?:aus|vom) .+)")
#: Offices write by surname and function.
OFFICE = re.compile(r"(?:Frau|Herr) [A-ZÄÖÜ]\w+, .+")
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
FILLER = re.compile(r"lorem|ipsum|todo|xxx|test ?test|mustermann|\bfoo\b", re.IGNORECASE)
INFORMAL = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*)\b", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    return [s for s in SENTENCE_END.split(text) if s.strip()]


def words(sentence: str) -> list[str]:
    return re.findall(r"[\w§][\w.,/§-]*", sentence)


def too_long(texts: list[str], most: int) -> list[str]:
    return [s for text in texts for s in sentences(text) if len(words(s)) > most]


def page_texts(page: Page) -> Iterator[str]:
    yield page.lead
    yield from (section.text for section in page.sections)


def official_texts() -> Iterator[str]:
    """All that the city says; citizens may speak as they like."""
    legal = DEMO.legal
    for found in DEMO.formats:
        yield from (found.summary, found.description)
    yield from (a.reason for p in DEMO.proposals for a in p.answers)
    yield from (text for r in DEMO.archive for text in (r.wording, r.source_note))
    yield from (text for page in PAGES for text in page_texts(page))
    yield from (legal.imprint.note, legal.accessibility.feedback, legal.accessibility.arbitration)
    yield from (
        text for g in legal.accessibility.gaps for text in (g.what, g.reason, g.alternative)
    )
    yield from (v.withdrawal for v in DEMO.votes)
    yield from (text for t in DEMO.tables for text in (t.purpose, t.taking_part))
    yield from (text for m in DEMO.meetings for text in (m.title, m.place_notes))
    yield from (text for m in DEMO.meetings for i in m.items for text in (i.title, i.text))
    yield from (said.text for m in DEMO.meetings if m.minutes for said in m.minutes.texts)
    yield from (text for m in DEMO.meetings for q in m.motions for text in motion_texts(q))
    yield from (c.short for c in DEMO.categories)


def motion_texts(motion: Motion) -> Iterator[str]:
    yield motion.text
    yield from (step.note for step in motion.progress)


def test_no_sentence_has_more_than_twenty_words() -> None:
    citizens = [p.text for p in DEMO.proposals] + [c.text for c in DEMO.comments]
    members = [move.typed + move.text for moves in script().values() for move in moves]
    assert too_long([*official_texts(), *citizens, *members], 20) == []


def test_the_city_says_sie() -> None:
    assert [t for t in official_texts() if INFORMAL.search(t)] == []


def test_plain_language_has_one_short_sentence_a_line() -> None:
    for section in DEMO.legal.plain_language.sections:
        lines = [line for line in section.text.splitlines() if line]
        assert too_long(lines, 9) == []
        assert [line for line in lines if len(re.findall(r"[.!?](?=\s|$)", line)) > 1] == []


def test_every_summary_has_three_sentences() -> None:
    numbers_aside = {f.key: re.sub(r"(?<=\d)\.(?=\d)", "", f.summary) for f in DEMO.formats}
    assert {key: len(sentences(text)) for key, text in numbers_aside.items()} == dict.fromkeys(
        numbers_aside, 3
    )


def test_citizens_show_no_full_name_and_offices_no_first_name() -> None:
    people = (*DEMO.people, *DEMO.crowd)
    assert [p.name for p in people if not p.grants and not CITIZEN.fullmatch(p.name)] == []
    assert [p.name for p in people if p.grants and not OFFICE.fullmatch(p.name)] == []


def test_texts_mention_only_people_who_are_on_the_list() -> None:
    known = {p.name.split(",")[0] for p in DEMO.people if p.grants}
    mentioned = set(re.findall(r"\b(?:Frau|Herrn?) [A-ZÄÖÜ]\w+", EVERYTHING))
    assert mentioned == known


def test_addresses_can_never_reach_anybody() -> None:
    found = re.findall(r"[\w.+-]+@([\w.-]+\w)", EVERYTHING)
    assert set(found) == {"beispiel.example"}


def test_telephone_numbers_are_the_ones_kept_for_fiction() -> None:
    numbers = re.findall(r"\b0\d{2,4}[ /]\d[\d ]+", EVERYTHING)
    assert numbers
    assert [n for n in numbers if not re.fullmatch(r"040 66969 \d{3}", n.strip())] == []


def test_the_only_foreign_link_is_the_arbitration_service() -> None:
    assert re.findall(r'https?://[^\s"]+', EVERYTHING) == [DEMO.legal.accessibility.arbitration_url]


def test_every_resolution_says_that_it_is_invented() -> None:
    assert [r.number for r in DEMO.archive if "Demo" not in r.source_note] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_filler_and_no_careless_typing(path: Path) -> None:
    text = path.read_text("utf-8")
    assert FILLER.findall(text) == []
    assert re.findall(r"\w  \w|\s[,;!?]|\.\.|\w[„]|[“]\w| - ", text) == []


@pytest.mark.parametrize(
    "word", ["Vergünstigungen", "Schwimmhallen", "Karten", "Freistellung", "Verfügungsfonds"]
)
def test_the_archive_holds_what_people_search_for(word: str) -> None:
    assert any(word in f"{r.title} {r.wording}" for r in DEMO.archive)
