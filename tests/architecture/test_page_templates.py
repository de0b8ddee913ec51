"""Pages are made of macros: one place knows the foreign classes, none writes style or script inline."""

import re

import pytest

from tests.support.source_tree import ROOT, templates

PAGES = [path for path in templates() if path.suffix == ".html"]
FORBIDDEN = {
    r"\sstyle=": "the content policy refuses style attributes: write a class",
    r"<style\b": "the content policy refuses inline style sheets",
    r"<script(?![^>]*\ssrc=)": "the content policy refuses inline scripts",
    r"\son[a-z]+=\"": "the content policy refuses event attributes",
    r"https?://(?!www\.w3\.org/)[^\s\"']+\.(js|css|woff2?|png|jpe?g|svg)\b": "no foreign host",
}


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_template_holds_nothing_that_the_content_policy_refuses(path) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert [why for pattern, why in FORBIDDEN.items() if re.search(pattern, source)] == []


def test_kern_classes_stand_only_in_the_macros() -> None:
    why = "links need no class; for controls use templates/components (docs/components.md)"
    strange = [p for p in PAGES if p.parts[1] != "components" and "kern-" in (ROOT / p).read_text()]
    assert strange == [], why
