"""Which display names a person may choose: readable, no address, no borrowed office."""

import unicodedata

SHORTEST = 2
LONGEST = 60
OFFICES = (
    "administration",
    "verwaltung",
    "moderation",
    "senat",
    "bezirksamt",
    "behörde",
    "system",
    "redaktion",
)


def tidy_name(text: str) -> str:
    """The name with single spaces, composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fault_of_name(name: str) -> str:
    """Why the name cannot be shown: "length", "signs", "address" or "office"; empty when it can."""
    if not SHORTEST <= len(name) <= LONGEST:
        return "length"
    if any(unicodedata.category(sign)[0] == "C" for sign in name):
        return "signs"  # controls and marks that turn the direction of writing
    if "@" in name or "://" in name:
        return "address"
    return "office" if name.casefold() in OFFICES else ""
