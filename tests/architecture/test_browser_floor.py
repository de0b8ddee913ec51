"""Delivered CSS and JavaScript work in Chrome 80, Safari 13 and Firefox 78.

What is known is listed; what is new must first be looked up. A feature that an old browser merely
ignores stands under PROGRESSIVE, with what that browser shows instead.
"""

import json
import re

import pytest

from scripts.build_static import STATIC
from scripts.kern_css import Rule, parse

DIST = STATIC / "dist"
NAMES = json.loads((DIST / "manifest.json").read_text())
CSS = (DIST / NAMES["app.css"]).read_text()
SCRIPTS = sorted(name for name in NAMES if name.endswith(".js"))

AT_RULES = {"charset", "font-face", "keyframes", "media", "page"}
MEDIA = {
    "screen", "print", "and", "min-width", "max-width", "max-height",
    "prefers-color-scheme", "dark", "prefers-reduced-motion", "reduce",
}  # fmt: skip
FUNCTIONS = {
    "attr",
    "calc",
    "inset",
    "minmax",
    "rect",
    "repeat",
    "rotate",
    "translate",
    "url",
    "var",
}
PSEUDO = {
    "active", "after", "before", "checked", "disabled", "first-child", "focus", "hover",
    "last-child", "not", "nth-last-child", "placeholder", "root", "-webkit-details-marker",
    "-webkit-file-upload-button",
}  # fmt: skip
UNITS = {"ch", "deg", "em", "ms", "pt", "px", "rem", "vh", "fr", "s"}
NEW_PROPERTIES = {
    "accent-color", "aspect-ratio", "backdrop-filter", "block-size", "column-gap", "container",
    "content-visibility", "field-sizing", "gap", "inline-size", "inset", "inset-block",
    "inset-inline", "margin-block", "margin-inline", "outline-radius", "overflow-clip-margin",
    "padding-block", "padding-inline", "place-items", "rotate", "row-gap", "scale",
    "scrollbar-gutter", "text-wrap", "translate", "view-transition-name",
}  # fmt: skip
#: Ignored by browsers of the floor, and what they show then.
PROGRESSIVE = {
    "focus-visible": "alone in a rule: the ring also appears after a mouse click",
    "file-selector-button": "alone in a rule: -webkit-file-upload-button, or the system's button",
    "forced-colors": "no such mode there",
    "active": "value of forced-colors",
}
JAVASCRIPT = {
    r"\?\.(?!\d)": "optional chaining: Safari 13.1",
    r"\?\?": "nullish coalescing: Safari 13.1",
    r"(\|\||&&)=": "logical assignment: Chrome 85",
    r"\.replaceAll\(": "Chrome 85",
    r"\.at\(": "Chrome 92",
    r"\bObject\.hasOwn\b": "Chrome 93",
    r"\bstructuredClone\b": "Chrome 98",
    r"\bResizeObserver\b": "Safari 13.1",
    r"\bBroadcastChannel\b": "Safari 15.4",
    r"\.replaceChildren\(": "Chrome 86",
    r"\.(findLast|toSorted|toReversed|groupBy)\(": "Chrome 97 and later",
    r"\b(Promise\.any|AggregateError)\b": "Chrome 85",
    r"\bcrypto\.randomUUID\b": "Chrome 92",
    r"\.showModal\(": "Safari 15.4",
    r"\brequestSubmit\(": "Safari 16",
    r"(?m)^\s*(static\s+)?#\w+": "private members: Firefox 90",
    r"\bstatic\s*\{": "static blocks: Chrome 94",
    r"(?m)^await\b": "await at the top: Chrome 89",
    r"\d_\d": "numeric separators: Safari 13 has them, Firefox 70; kept out for Chrome 74",
    r"\binnerHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b": "textContent only",
}
#: what a script of others asks for before it uses it, and does without
ASKED_FIRST = {
    "codemirror.js": [r"typeof ResizeObserver==\"function\"&&\(this\.\w+=new ResizeObserver\("]
}


def flat(rules: list[Rule]) -> list[Rule]:
    """All rules, those inside of media queries too."""
    return [inner for rule in rules for inner in (flat(rule.children) or [rule])]


def newer(css: str) -> list[str]:
    """What this style sheet asks of browsers beyond the floor."""
    bare = re.sub(r'"[^"]*"|/\*.*?\*/', '""', css, flags=re.DOTALL)
    rules = flat(parse(bare))
    values = " ".join(value for rule in rules for _, value in rule.declarations)
    found = {f"@{name}" for name in re.findall(r"@([a-z-]+)", bare)} - {f"@{n}" for n in AT_RULES}
    media = " ".join(re.findall(r"@media([^{]*)", bare))
    found |= set(re.findall(r"[a-z-]{3,}", media)) - MEDIA - set(PROGRESSIVE)
    found |= {f"{n}()" for n in set(re.findall(r"([a-z-]+)\(", values)) - FUNCTIONS}
    found |= {f"unit {n}" for n in set(re.findall(r"(?<![\w#-])[\d.]+([a-z]+)", values)) - UNITS}
    found |= {n for rule in rules for n, _ in rule.declarations} & NEW_PROPERTIES
    selectors = [selector for rule in rules for selector in rule.selectors]
    found |= set(re.findall(r":([a-z-]+)", " ".join(selectors))) - PSEUDO - set(PROGRESSIVE)
    return sorted(found | spoiled(rules) | nested(bare))


def spoiled(rules: list[Rule]) -> set[str]:
    """Lists in which one unknown selector takes the others with it."""
    lists = (rule for rule in rules if len(rule.selectors) > 1)
    return {s for rule in lists for s in rule.selectors if any(f":{p}" in s for p in PROGRESSIVE)
            and ":active" not in s}  # fmt: skip


def nested(css: str) -> set[str]:
    """Rules inside of rules: blocks deeper than a media query allows."""
    return {"nesting"} if re.search(r"\{[^{}@]*[;{][^{};:]*[&.#>][^{};]*\{", css) else set()


def test_the_style_sheet_asks_for_nothing_newer_than_the_floor() -> None:
    assert newer(CSS) == []


def test_colours_are_srgb_constants() -> None:
    assert re.findall(r"\b(oklch|oklab|lab|lch|color|color-mix|hwb)\(", CSS) == []
    assert "#2044aa" in CSS, "KERN's action colour, worked out from its OKLCH value"


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_asks_for_nothing_newer_than_the_floor(name: str) -> None:
    source = re.sub(r"/\*.*?\*/", "", (DIST / NAMES[name]).read_text(), flags=re.DOTALL)
    for asked in ASKED_FIRST.get(name, []):
        source, found = re.subn(asked, "", source)
        assert found == 1
    assert [why for pattern, why in JAVASCRIPT.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a:has(b) { color: red }", "has"),
        ("a, b:focus-visible { color: red }", "b:focus-visible"),
        ("a { color: oklch(50% 0.1 20) }", "oklch()"),
        ("a { gap: 1rem }", "gap"),
        ("a { height: 100dvh }", "unit dvh"),
        ("@layer x { a { color: red } }", "@layer"),
        ("@container (min-width: 1px) { a { color: red } }", "@container"),
        ("@media (width >= 20em) { a { color: red } }", "width"),
        ("a { color: red; .b { color: blue } }", "nesting"),
    ],
)
def test_the_scan_finds_what_is_new(css: str, found: str) -> None:
    assert found in newer(css)


@pytest.mark.parametrize(
    "line", ["a?.b", "a ?? b", "x ||= 1", "list.at(-1)", "class A {\n  #b;\n}"]
)
def test_the_scan_finds_new_javascript(line: str) -> None:
    assert any(re.search(pattern, line) for pattern in JAVASCRIPT)
