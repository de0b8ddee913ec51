"""Texts that make a Markdown renderer slow, to be refused on every path that takes Markdown.

Unguarded, each takes Python-Markdown 3.11.3 from 0.2 s to minutes, or breaks its recursion; the pile of accents
slows the composing of characters instead.
"""

from collections.abc import Callable

SIZE = 50_000
Poison = Callable[[int], str]


def _again(unit: str) -> Poison:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _pairs(opening: str, closing: str) -> Poison:
    def text(size: int) -> str:
        times = size // len(opening + closing)
        return opening * times + closing * times

    return text


def _wide_table(size: int) -> str:
    columns = size // 25
    return "|a" * columns + "\n" + "|-" * columns + "\n" + "|a\n" * (size // 4)


def _many_paragraphs_of(unit: str, length: int) -> Poison:
    return _again((unit * (length // len(unit))) + "\n\n")


POISONS: dict[str, Poison] = {
    "opening brackets": _again("["),
    "tags with brackets": _again("<["),
    "nested brackets": _pairs("[", "]"),
    "crooked brackets": _again("[[]"),
    "addresses never closed": _again("[]("),
    "addresses with an angle": _again("[](<"),
    "named addresses never closed": _again("[a](b"),
    "references never closed": _again("[a] ["),
    "nested links": _pairs("[", "](a)"),
    "reference definitions": _again(" [a]:\n"),
    "brackets, a few in each paragraph": _many_paragraphs_of("[a", 2_000),
    "underlines": _again("-\n"),
    "double underlines": _again("=\n"),
    "underlined headings": _again("a\n=\n"),
    "hash headings": _again("# a\n"),
    "rules": _again("***\n"),
    "short lines": _again("a\n"),
    "short paragraphs": _again("a\n\n"),
    "loose list": _again("- a\n\n"),
    "ordered list": _again("1. a\n"),
    "emphasis": _again("*a* "),
    "emphasis inside words": _again("a***b"),
    "nested emphasis": _pairs("*a ", "b* "),
    "backslashes": _again("\\"),
    "escapes": _again("\\*"),
    "quotation in quotation": _again("> "),
    "quotation without spaces": _again(">"),
    "list in quotation": _again("- > "),
    "list in list": lambda size: "- " * (size // 2) + "a",
    "number in number": _again("1. "),
    "wide table": _wide_table,
    "separators of tables": _again("|-|-|\n"),
    "pipes and backticks": _again("`|"),
    "bare addresses": _again("http://a "),
    "mail addresses": _again("<a@b>"),
    "a pile of accents": lambda size: "a" + "\u0316\u0315" * (size // 2),
}


def poisonous_texts(size: int = SIZE) -> dict[str, str]:
    """Each poison by its name, about `size` characters long."""
    return {name: make(size) for name, make in POISONS.items()}
