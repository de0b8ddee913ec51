"""Which publication a document is: printed on it, so that paper can be compared with the permanent address."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stamp:
    """The running number of the publication, its day, its fingerprint and where it stands for ever."""

    n: int
    day: date
    sha256: str
    #: whole, with the server
    address: str
