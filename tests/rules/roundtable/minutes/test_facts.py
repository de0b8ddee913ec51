"""What was voted, decided and given stays word for word, whatever people write around it; what looks so is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.blocks import Part
from roundtable.minutes.rules.facts import (
    Fact,
    Imitation,
    imitations,
    segments,
    with_facts,
    with_lines,
    written,
)

VOTE = Fact("Abstimmung 3", "> **Abstimmung 3: Halle**\n>\n> Ja: 1, Nein: 0.")
MOVE = Fact("Beschluss RT-2026-02/1", "> **Beschluss RT-2026-02/1: Halle**\n>\n> Die Halle öffnet.")
FACTS = (VOTE, MOVE)
WHOLE = f"Vorher\n\n{VOTE.text}\n\nNachher\n\n{MOVE.text}"


def test_a_text_falls_into_what_people_wrote_and_what_is_fixed() -> None:
    found = segments(WHOLE, FACTS)
    assert found == [
        Part("Vorher"),
        Part(VOTE.text, VOTE.mark),
        Part("Nachher"),
        Part(MOVE.text, MOVE.mark),
    ]
    assert written(found).text == WHOLE
    assert written(found).facts == FACTS


def test_who_writes_anew_gets_lines() -> None:
    assert with_lines(WHOLE, FACTS) == (
        "Vorher\n\n[[Abstimmung 3]]\n\nNachher\n\n[[Beschluss RT-2026-02/1]]"
    )


def test_facts_come_back_where_their_lines_stand_and_the_others_at_the_end() -> None:
    told = with_facts("[[Beschluss RT-2026-02/1]]\nAnders", FACTS)
    assert told.text == f"{MOVE.text}\n\nAnders\n\n{VOTE.text}"
    assert told.facts == (MOVE, VOTE)


def test_a_fact_inside_of_a_longer_line_is_none() -> None:
    glued = f"{VOTE.text} Ja: 7"
    assert [part.is_block for part in segments(glued, FACTS)] == [False]


@given(st.lists(st.sampled_from(["", "Wort", VOTE.text, MOVE.text, "[[Abstimmung 3]]", "> Ja: 7"])))
def test_whatever_is_written_each_fact_is_told_as_it_was(lines) -> None:
    told = with_facts("\n".join(lines), FACTS)
    assert set(told.facts) == set(FACTS)
    fixed = [part for part in segments(told.text, told.facts) if part.is_block]
    assert [Fact(part.mark, part.text) for part in fixed] == list(told.facts)


@pytest.mark.parametrize(
    ("line", "mark", "quoted"),
    [
        ("> **Beschluss RT-2027-01/9: Steuerfreiheit**", "Beschluss RT-2027-01/9", True),
        ("> > Abstimmung 3: Halle", "Abstimmung 3", True),
        (">\u200b*Auftrag\u00a04*: Liste", "Auftrag 4", True),
        ("### Beschluss RT-2027-01/9 : Frei", "Beschluss RT-2027-01/9", False),
        ("- Auftrag 3: erledigt", "Auftrag 3", False),
    ],
)
def test_what_begins_as_a_fact_is_named(line, mark, quoted) -> None:
    assert imitations(f"Wort\n{line}", ()) == [Imitation(mark, quoted)]


def test_facts_themselves_and_sentences_are_no_imitations() -> None:
    assert imitations(WHOLE, FACTS) == []
    assert imitations("Wie in Beschluss RT-2026-02/1: ja. Siehe Abstimmung 3.", ()) == []
