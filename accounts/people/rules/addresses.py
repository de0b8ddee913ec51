"""What an e-mail address is here: one spelling, so that one address is one account."""

import re
import unicodedata

LONGEST = 254
_SHAPE = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?)+"
)


def normal_address(text: str) -> str:
    """The one spelling of an address: composed, lower case, the domain as the mail system writes it."""
    plain = unicodedata.normalize("NFC", text).strip().lower()
    local, at, domain = plain.rpartition("@")
    return f"{local}{at}{_ascii(domain)}"


def is_address(text: str) -> bool:
    """Whether a mail could be sent there; expects the normal spelling."""
    return len(text) <= LONGEST and _SHAPE.fullmatch(text) is not None


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
