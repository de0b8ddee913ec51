"""How fast somebody may send: a bucket of tokens that fills up again."""

import math
import time
from dataclasses import dataclass, field

PER_SECOND = 20.0
BURST = 40.0
#: so many refusals within a minute, and the connection ends
MOST_REFUSED = 200
MINUTE_S = 60.0


@dataclass(slots=True)
class Bucket:
    """Holds `BURST` tokens, gets `PER_SECOND` back; each event takes one."""

    tokens: float = BURST
    filled_at: float = field(default_factory=time.monotonic)

    def wait_s(self, now: float) -> int:
        """0 where there is a token; else how many whole seconds to wait."""
        self.tokens = min(BURST, self.tokens + max(0.0, now - self.filled_at) * PER_SECOND)
        self.filled_at = now
        return 0 if self.tokens >= 1 else math.ceil((1 - self.tokens) / PER_SECOND)

    def is_full(self, now: float) -> bool:
        """Whether it is as good as new."""
        return self.tokens + max(0.0, now - self.filled_at) * PER_SECOND >= BURST

    def take(self) -> None:
        """Use a token."""
        self.tokens -= 1


@dataclass(slots=True)
class Patience:
    """Counts refusals within a minute."""

    refused: int = 0
    since: float = 0.0

    def is_over(self, now: float) -> bool:
        """Count one more refusal; whether that is enough."""
        if now - self.since > MINUTE_S:
            self.refused, self.since = 0, now
        self.refused += 1
        return self.refused >= MOST_REFUSED
