"""Typed fields become pages that say everything the law asks for."""

from datetime import date

from demo.content import load
from demo.seeding.legal_text import accessibility, imprint, running_text, texts_of
from demo.shapes import Accessibility, Gap, Imprint, Page, Section

IMPRINT = Imprint("Amt", "Frau A", ("Amt", "Weg 1"), "a@b.example", "040 1", "Herr C", "Nur Spaß.")
STATEMENT = Accessibility(
    scope="Für alles.",
    state="teilweise vereinbar",
    stated_on=date(2026, 3, 9),
    method="Selbst geprüft.",
    law="Gesetz 1.",
    gaps=(Gap("Kein Video.", "Kein Geld.", "Text."), Gap("Zu klein.", "Alt.", "Größer stellen.")),
    feedback="Schreiben Sie.",
    feedback_contact="b@c.example",
    feedback_days=30,
    arbitration="Stelle 13.",
    arbitration_url="https://stelle.example/a",
)


def test_a_page_of_sections_keeps_their_order() -> None:
    page = Page("Hilfe", "So geht es.", (Section("Eins", "A"), Section("Zwei", "* B")))
    found = running_text("hilfe", page)
    assert (found.slug, found.title, found.lead) == ("hilfe", "Hilfe", "So geht es.")
    assert found.text == "## Eins\n\nA\n\n## Zwei\n\n* B"


def test_an_imprint_names_who_where_and_how() -> None:
    found = imprint(IMPRINT)
    for part in ("Amt  \nWeg 1", "Frau A", "a@b.example", "040 1", "Herr C", "Nur Spaß."):
        assert part in found.text


def test_the_statement_on_accessibility_is_complete() -> None:
    found = accessibility(STATEMENT)
    assert found.lead == "Für alles."
    assert "* **Kein Video.** Kein Geld. Text.\n* **Zu klein.**" in found.text
    for part in ("**teilweise vereinbar**", "9. März 2026", "30 Tagen", "b@c.example", "Gesetz 1."):
        assert part in found.text
    assert "[Zur Schlichtungsstelle](https://stelle.example/a)" in found.text


def test_the_demo_has_a_text_for_every_page() -> None:
    texts = list(texts_of(load().legal))
    assert len({text.slug for text in texts}) == 6
    assert all(text.title and text.lead and len(text.lead) <= 500 for text in texts)
