"""Every engine finds, counts and hides exactly what the naive oracle does, after any changes."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index.port import MAX_SIZE, Mode, Passage, Question, SearchDocument
from tests.search.documents import TODAY, changing, doc, whoosh_index
from tests.search.oracle import Naive

WORDS = st.sampled_from(
    """Karte Karten Engagement-Karte Engagementkarte Schwimmbad Schwimmbäder Schwimbad Häuser Haeuser Bürger:innenrat
    Bürgerrat Rat der die Vergünstigung Verguenstigungen ohne nicht Bus Busse Bahn RT-2026-04/3 22/1234 2026 e.V. Kita
    pro bono Beschluss Beschlüsse Ortsbeirat Beirat Freiwilligenagentur Karren Kate Bürgerinnen""".split()  # noqa: SIM905
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
TOKENS = st.sets(st.sampled_from(["public", "office", "table:1", "person:7"]), max_size=3).map(
    frozenset
)
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1))
IDENTITIES = st.sampled_from(["1", "2", "3", "4", "5", "1@1", "1@2", "12"])
DISTRICTS = st.sampled_from(["", "Nord", "Mitte"])
SECTIONS = st.sampled_from(["", "Ortsbeirat Nord", "Runder Tisch Karte"])
SHAPES = st.sampled_from(
    [
        "{w}",
        "{w}",
        "{w}",
        "{p}",
        "{p}*",
        "-{w}",
        '"{w} {v}"',
        '-"{w} {v}"',
        "titel:{w}",
        "bezirk:Nord",
        "gremium:{w}",
        "jahr:2026",
    ]
)
FACETS = ("art", "year", "section", "district")


@st.composite
def documents(draw: st.DrawFn) -> SearchDocument:
    texts = [draw(TEXTS) for _ in range(5)]
    return doc(
        draw(IDENTITIES),
        texts[0],
        texts[1],
        parent=texts[2],
        head=draw(st.sampled_from(["", "RT-2026-04/3"])),
        passages=(Passage("top-1", texts[3], texts[4]),),
        facts=(draw(TEXTS), draw(TEXTS)),
        audience=draw(TOKENS),
        date=draw(DAYS),
        valid_from=draw(DAYS),
        valid_to=draw(DAYS),
        district=draw(DISTRICTS),
        section=draw(SECTIONS),
    )


@st.composite
def clauses(draw: st.DrawFn) -> str:
    word = draw(WORDS)
    shape = draw(SHAPES)
    return shape.format(w=word, v=draw(WORDS), p=word[:4])


@st.composite
def questions(draw: st.DrawFn) -> Question:
    wanted = draw(st.sets(st.sampled_from(["Nord", "Mitte"]), max_size=2))
    return Question(
        text=" ".join(draw(st.lists(clauses(), max_size=4))),
        filters={"district": frozenset(wanted)},
        facets=FACETS,
        mode=draw(st.sampled_from(Mode)),
        as_of=draw(DAYS),
        size=MAX_SIZE,
    )


CHANGES = st.lists(documents() | IDENTITIES, max_size=6)
BATCHES = st.lists(CHANGES, min_size=1, max_size=3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    batches=BATCHES,
    asked=st.lists(st.tuples(questions(), TOKENS), min_size=1, max_size=8),
    purged=st.booleans(),
)
def test_the_engine_agrees_with_the_oracle(batches, asked, purged):
    with tempfile.TemporaryDirectory() as folder:
        index = whoosh_index(Path(folder))
        naive = Naive(index._snapshot().analysis, TODAY)
        for changes in batches:
            with changing(index) as batch:
                for change in changes:
                    apply(change, batch, naive)
        if purged:
            index.purge()
        assert {str(s) for s, _ in index.fingerprints()} == set(naive.documents)
        for question, tokens in asked:
            agree(index, naive, question, tokens)
        index.close()


def apply(change, batch, naive):
    if isinstance(change, SearchDocument):
        batch.put(change)
        naive.put(change)
    else:
        batch.remove(doc(change).subject)
        naive.remove(str(doc(change).subject))


def agree(index, naive, question, tokens):
    hits, expected = index.find(question, visible_to=tokens), naive.find(question, tokens)
    assert {str(hit.subject) for hit in hits.hits} == expected.found
    assert hits.total == len(expected.found)
    assert hits.total_all_words == len(expected.all_words)
    assert hits.facets == expected.facets
    assert (hits.did_you_mean is not None) == expected.did_you_mean
