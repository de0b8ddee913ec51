"""A reader and printer for the plain style sheet that KERN ships; no general CSS parser.

Nested at-rules of one level, strings and parentheses are understood, comments are dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Rule:
    """A rule with selectors and declarations, or a media query with rules."""

    prelude: str
    selectors: list[str] = field(default_factory=list)
    declarations: list[tuple[str, str]] = field(default_factory=list)
    children: list["Rule"] = field(default_factory=list)

    @property
    def is_media(self) -> bool:
        """Whether other rules stand inside."""
        return self.prelude.startswith("@media")


def split(text: str, mark: str) -> list[str]:
    """Split at a mark that stands outside of parentheses and strings."""
    parts, depth, quote, start = [], 0, "", 0
    for position, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == mark and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield (prelude, body) of every top-level block; statements such as @charset are skipped."""
    depth, start, opened = 0, 0, 0
    for found in re.finditer(r'"[^"]*"|\'[^\']*\'|[{};]', text):
        sign = found.group()
        if sign == ";" and depth == 0:
            start = found.end()
        elif sign == "{":
            depth, opened = depth + 1, found.end() if depth == 0 else opened
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield text[start : opened - 1].strip(), text[opened : found.start()]
                start = found.end()


def declarations(body: str) -> list[tuple[str, str]]:
    """Names and values of a rule's body, in order."""
    pairs = (part.split(":", 1) for part in split(body, ";"))
    return [(name.strip(), " ".join(value.split())) for name, value in pairs]


def parse(text: str) -> list[Rule]:
    """Read a style sheet; @font-face and @keyframes are left out."""
    rules = []
    for prelude, body in blocks(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        if prelude.startswith("@media"):
            rules.append(Rule(" ".join(prelude.split()), children=parse(body)))
        elif not prelude.startswith("@"):
            selectors = [" ".join(part.split()) for part in split(prelude, ",")]
            rules.append(Rule(prelude, selectors, declarations(body)))
    return rules


def print_rules(rules: list[Rule], indent: str = "") -> str:
    """Write rules one declaration a line, as a reviewer likes to compare them."""
    text = ""
    for rule in rules:
        if rule.is_media:
            inner = print_rules(rule.children, indent + "  ")
            text += f"{indent}{rule.prelude} {{\n{inner}{indent}}}\n"
            continue
        lines = "".join(f"{indent}  {name}: {value};\n" for name, value in rule.declarations)
        text += indent + f",\n{indent}".join(rule.selectors) + f" {{\n{lines}{indent}}}\n"
    return text
