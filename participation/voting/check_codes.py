"""The code that a voter keeps: proof that this very ballot is in the count, silent about its choices."""

from kernel.codes import code_of
from participation.voting.rules.secrecy import commitment

KIND = "Q"


def check_code(secret: bytes, choices: str, nonce: bytes) -> str:
    """The first 80 bits of the ballot's commitment, in the form of all codes."""
    return code_of(KIND, commitment(secret, choices, nonce))
