"""How pages and mails say the words of consultations."""

from datetime import datetime

from kernel.clock import BERLIN
from kernel.i18n import date_text, moment_text


def start_text(at: datetime) -> str:
    """`1. November 2026`, or with the hour where it is not midnight."""
    there = at.astimezone(BERLIN)
    return date_text(at) if (there.hour, there.minute) == (0, 0) else moment_text(at)
