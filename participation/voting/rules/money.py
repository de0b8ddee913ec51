"""Amounts as people write them: "3,40 €", "117.579 PLN"."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in the smallest unit in use; `up` rounds a fraction up ("at most"), else down."""

    value: Fraction | int
    up: bool = False


@dataclass(frozen=True, slots=True)
class Currency:
    """ISO 4217 code, and how many of our smallest units make one (euros: 100 cents)."""

    code: str = "EUR"
    per_unit: int = 100

    def text(self, amount: Amount) -> str:
        """German notation with two decimals, which a whole amount goes without; never broken in two lines."""
        hundredths = Fraction(amount.value) * 100 / self.per_unit
        rounded = ceil(hundredths) if amount.up else floor(hundredths)
        whole, rest = divmod(abs(rounded), 100)
        sign = "−" if rounded < 0 else ""
        decimals = f",{rest:02}" if rest else ""
        unit = "€" if self.code == "EUR" else self.code
        return f"{sign}{number(whole)}{decimals}\u00a0{unit}".rstrip()


def number(value: int) -> str:
    """German notation: "1.306"."""
    return f"{value:,}".replace(",", ".")
