"""Amounts as people type them: `6.600`, `6600,50`, `6 600 €`."""

import re

_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[. ]?\d{3})*|\d+)(?:,(?P<cents>\d{1,2}))?", re.ASCII)
MOST_CENTS = 10**13


def cents_of(text: str) -> int:
    """The amount in cents; ValueError for what is no amount in euros, or more than any budget."""
    plain = text.replace("\u00a0", " ").replace("€", "").strip()
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    euros = int(re.sub(r"[. ]", "", found["whole"])[:15])
    cents = euros * 100 + int((found["cents"] or "0").ljust(2, "0"))
    if cents > MOST_CENTS:
        raise ValueError(text)
    return cents


def euros_of(cents: int) -> str:
    """How a form shows the amount: `6600,50`, or `6600`."""
    euros, rest = divmod(cents, 100)
    return f"{euros},{rest:02d}" if rest else str(euros)
