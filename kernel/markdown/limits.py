"""How much of what a text may hold, and the measurement behind each limit.

Measured with Python-Markdown 3.11.3 on one ordinary core, 10 kB unless said. Within the limits the
slowest text found takes about 0.2 s, by a search that mutates the slowest; 50 kB of ordinary minutes take 0.06 s.
"""

from dataclasses import dataclass

from kernel.errors import RuleViolation
from kernel.i18n import lazy


class MarkdownTooComplex(RuleViolation):
    """Rendering the text would take too long; the message says what to shorten."""

    code = "too_large"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most a text or a paragraph may hold, and what its author is told."""

    most: int
    message: str

    def hold(self, found: int) -> None:
        """Refuse more than the most."""
        if found > self.most:
            most = f"{self.most:,}".replace(",", ".")
            raise MarkdownTooComplex(self.message % {"most": most}, field="text")


#: 50 kB of ordinary minutes: 0.06 s
CHARACTERS = Limit(
    50_000, lazy("Der Text ist zu lang. Erlaubt sind %(most)s Zeichen. Bitte kürzen Sie ihn.")
)
#: 50 kB of lines of one letter: 0.5 s
LINES = Limit(
    3_000, lazy("Der Text hat zu viele Zeilen. Erlaubt sind %(most)s. Bitte kürzen Sie ihn.")
)
#: 50 kB of `*a* ` or of backslashes: 0.35 to 0.45 s, as each copies its paragraph
MARKS = Limit(
    5_000,
    lazy("Der Text enthält zu viele Sonderzeichen wie * oder [. Erlaubt sind %(most)s."),
)
#: a header of 1,000 columns over short rows: 1.4 s for 5 kB, as every row is as wide as the header
CELLS = Limit(
    10_000,
    lazy("Die Tabellen im Text sind zu groß. Erlaubt sind zusammen %(most)s Zellen."),
)
#: 600 list markers in a line: RecursionError
LEVELS = Limit(
    20,
    lazy("Listen oder Zitate sind zu tief verschachtelt. Erlaubt sind %(most)s Ebenen."),
)
#: everything below is scanned once per mark, bracket or line of its paragraph
PARAGRAPH_CHARACTERS = Limit(
    10_000,
    lazy(
        "Ein Absatz ist zu lang. Erlaubt sind %(most)s Zeichen. Bitte fügen Sie eine Leerzeile ein."
    ),
)
#: headings, rules or underlines without a blank line between: 0.2 to 0.7 s
PARAGRAPH_LINES = Limit(
    300,
    lazy(
        "Ein Absatz hat zu viele Zeilen. Erlaubt sind %(most)s. Bitte fügen Sie eine Leerzeile ein."
    ),
)
#: also keeps emphasis within emphasis below 500 levels
PARAGRAPH_MARKS = Limit(
    1_000,
    lazy("Ein Absatz enthält zu viele Sonderzeichen wie * oder [. Erlaubt sind %(most)s."),
)
#: 1,600 links in a paragraph: 0.03 s; more than 200 in one is no text for people
PARAGRAPH_BRACKETS = Limit(
    200,
    lazy("Ein Absatz enthält zu viele eckige Klammern. Erlaubt sind %(most)s."),
)
#: 13 s of `[`, 4 s of nested pairs, 2 s of `[](`: what is open is sought to the paragraph's end
LOOSE_BRACKETS = Limit(
    10,
    lazy(
        "Ein Absatz enthält zu viele offene oder verschachtelte eckige Klammern. Erlaubt sind %(most)s."
    ),
)
