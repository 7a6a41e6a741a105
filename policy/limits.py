"""Credit limits over time (articles 17 to 19)."""

from dataclasses import dataclass
from datetime import date

PERMANENT, TEMPORARY = "permanent", "temporary"


@dataclass(frozen=True)
class Limit:
    """An approved limit in company currency, valid on both of its dates."""

    kind: str
    amount: float
    date_from: date
    date_to: date | None = None


def effective(limits, on):
    """The limit in force on a date: a temporary one replaces the permanent one.

    Of several of a kind the latest approved, last in order, counts. None given means zero: an
    empty limit is no credit, not unlimited credit.

    >>> base = Limit(PERMANENT, 100.0, date(2026, 1, 1))
    >>> extra = Limit(TEMPORARY, 150.0, date(2026, 3, 1), date(2026, 3, 31))
    >>> effective([base, extra], date(2026, 3, 31)), effective([base, extra], date(2026, 4, 1))
    (150.0, 100.0)
    >>> effective([], date(2026, 3, 31))
    0.0
    """
    valid = [
        limit
        for limit in limits
        if limit.date_from <= on and (limit.date_to is None or on <= limit.date_to)
    ]
    for kind in (TEMPORARY, PERMANENT):
        amounts = [limit.amount for limit in valid if limit.kind == kind]
        if amounts:
            return amounts[-1]
    return 0.0
