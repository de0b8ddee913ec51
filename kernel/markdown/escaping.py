"""Plain words inside Markdown: they are shown as they are, whatever signs they hold."""

import re

SIGNS = re.compile(r"([\\`*_\[\]#|])")
#: what makes a list, a quotation or a line of a number at the begin of a line
BEGIN = re.compile(r"^(\s*)([-+>]|\d+(?=[.)]))")
ADDRESS = re.compile(r"(https?://\S+)")


def escaped(text: str) -> str:
    """One line of plain words as Markdown; addresses stay whole, so that they become links."""
    line = " ".join(text.split())
    parts = ADDRESS.split(line)
    shown = [part if at % 2 else SIGNS.sub(r"\\\1", part) for at, part in enumerate(parts)]
    return BEGIN.sub(_kept, "".join(shown))


def _kept(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"
