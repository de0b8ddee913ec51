"""Where the pages of minutes are, and how a form is sent to them."""

import re
from typing import Any

from tests.factories.protocols import Paper

HASH = re.compile(r'name="sha256"[^>]*value="([0-9a-f]{64})"')


def base(paper: Paper) -> str:
    """The page of the meeting."""
    return f"/runde-tische/{paper.sitting.made.table.slug}/sitzungen/2024-01"


def post(browser: Any, address: str, **fields: str) -> Any:
    """Send a form from our own page."""
    return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
