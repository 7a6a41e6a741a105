"""First limits of parties that are traded with already when control is switched on."""

import math
from dataclasses import dataclass

#: Suggested limits are rounded up to this, so that a rounding blocks nobody.
STEP = 10_000.0
#: Days of credit of a sale where no invoice tells, and days a purchase is under way.
TERM_DAYS, LEAD_DAYS = 30.0, 30.0
#: Amounts are compared to half a cent, as at the gate.
EPSILON = 0.005


@dataclass(frozen=True)
class History:
    """What is known of a party, in company currency, tax included.

    ``monthly_*`` are averages of the months with business, ``term_days`` the credit that its
    invoices gave, ``prepaid`` the share of a purchase that is our money at risk, 0 to 1. ``peak``
    is the most that it occupied, ``projected`` what it occupies and is committed today.
    """

    monthly_sales: float = 0.0
    term_days: float | None = None
    monthly_purchases: float = 0.0
    prepaid: float = 1.0
    peak: float = 0.0
    projected: float = 0.0


def monthly(amount, months):
    """The average of the months with business; none is nothing.

    >>> monthly(600.0, 3), monthly(-5.0, 1), monthly(0.0, 0)
    (200.0, 0.0, 0.0)
    """
    return max(0.0, amount) / months if months else 0.0


def suggested_limit(known, coefficient=1.0, step=STEP):
    """The first limit: the business of a term, at least what is or was occupied, rounded up.

    A limit below what is occupied would block what runs, so neither the grade nor a quiet month
    lowers it below that.

    >>> suggested_limit(History(monthly_sales=100_000.0, term_days=60.0))
    200000.0
    >>> suggested_limit(History(monthly_sales=100_000.0, term_days=60.0), 0.7)
    140000.0
    >>> suggested_limit(History(monthly_purchases=50_000.0, prepaid=0.5))
    30000.0
    >>> suggested_limit(History(monthly_sales=1_000.0, peak=70_000.0, projected=70_000.01))
    80000.0
    >>> suggested_limit(History(monthly_sales=9_000.0, term_days=0.0)), suggested_limit(History())
    (0.0, 0.0)
    """
    term = TERM_DAYS if known.term_days is None else max(0.0, known.term_days)
    base = known.monthly_sales * term / 30
    base += known.monthly_purchases * known.prepaid * LEAD_DAYS / 30
    wanted = max(base * coefficient, known.peak, known.projected)
    return math.ceil((wanted - EPSILON) / step) * step if wanted > EPSILON else 0.0
