"""Groups at a table: those every table begins with, and how a list of them is read."""

#: key and German title of the groups every table begins with; the office may change them
DEFAULTS = (
    ("company", "Unternehmen"),
    ("civil_society", "Zivilgesellschaft"),
    ("administration", "Verwaltung"),
    ("politics", "Politik"),
    ("union", "Gewerkschaften"),
    ("other", "Weitere"),
)
MOST = 12


def titles_in(text: str) -> list[str]:
    """The titles of a text with one a line; empty lines and repetitions left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))
