"""The documents and questions of relevance: what the tests rank, the benchmarks measure.

An invented city's documents (`relevance/corpus.toml`), the questions people ask about them (`questions.toml`), and as
many other papers as wanted.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search_index.german.tables import SEED
from search_index.port import SearchDocument
from tests.search.documents import doc

FOLDER = Path(__file__).parent / "relevance"
#: kind → (question, id of the document that should come first, use)
QUESTIONS: Mapping[str, list[tuple[str, str, str]]] = tomllib.loads(
    (FOLDER / "questions.toml").read_text("utf-8")
)
CORPUS: list[dict[str, Any]] = tomllib.loads((FOLDER / "corpus.toml").read_text("utf-8"))[
    "document"
]
PAPERS = [
    "Bericht",
    "Vorlage",
    "Anfrage",
    "Antwort",
    "Haushalt",
    "Sitzung",
    "Ausschuss",
    "Planung",
    "Konzept",
    "Sachstand",
    "Prüfung",
    "Umsetzung",
    "Maßnahme",
    "Auftrag",
    "Anlage",
    "Stellungnahme",
    "Kenntnisnahme",
    "Verwaltung",
    "Stadt",
    "Bezirk",
    "Verein",
    "Ehrenamt",
    "Projekt",
    "Antrag",
    "Beschluss",
    "Förderung",
    "Karte",
    "Angebot",
    "Vorschlag",
    "Runder",
    "Tisch",
    "Beteiligung",
    "Freiwillige",
    "Bürger",
    "Termin",
    "2024",
    "2025",
    "2026",
]


def documents() -> list[SearchDocument]:
    """The known documents."""
    return [
        doc(
            d["id"],
            d["title"],
            d["text"],
            **{k: v for k, v in d.items() if k not in {"id", "title", "text"}},
        )
        for d in CORPUS
    ]


def distractors(number: int, seed: int = 1) -> list[SearchDocument]:
    """Papers of an administration: titles of its own words, texts of any nouns."""
    chance = random.Random(seed)
    nouns = [word.capitalize() for word in sorted(SEED) if len(word) > 3]
    return [
        doc(f"x{n}", " ".join(chance.choices(PAPERS, k=4)), " ".join(chance.choices(nouns, k=40)))
        for n in range(number)
    ]
