"""Occupancy over time (article 18): peak, daily average, closing, days over the limit.

A history is a list of points by date; each is in force from its day until the next one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from . import limits
from .gate import EPSILON

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """What was occupied at the end of a day, and the limit of that day, in company currency."""

    date: date
    amount: float
    limit: float = 0.0


@dataclass(frozen=True)
class Statistics:
    """The figures of article 18 for a period; amounts in company currency."""

    peak_amount: float
    peak_date: date
    average_amount: float
    closing_amount: float
    days_over_limit: int


def between(points, start, end):
    """The points of a period, its first day included; what nobody recorded was nothing.

    >>> points = [Point(date(2026, 1, 1), 5.0), Point(date(2026, 1, 9), 7.0)]
    >>> [(p.date.day, p.amount) for p in between(points, date(2026, 1, 3), date(2026, 1, 9))]
    [(3, 5.0), (9, 7.0)]
    >>> [(p.date.day, p.amount) for p in between([], date(2026, 1, 3), date(2026, 1, 9))]
    [(3, 0.0)]
    """
    before = [point for point in points if point.date <= start]
    first = before[-1] if before else Point(start, 0.0)
    within = [point for point in points if start < point.date <= end]
    return [Point(start, first.amount, first.limit), *within]


def statistics(points, start, end):
    """The figures of a period; both of its days are part of it, the first peak counts.

    >>> points = [Point(date(2026, 1, 2), 600.0, 500.0), Point(date(2026, 1, 4), 200.0, 500.0)]
    >>> found = statistics(points, date(2026, 1, 1), date(2026, 1, 5))
    >>> found.peak_amount, found.peak_date.day, found.average_amount, found.closing_amount
    (600.0, 2, 320.0, 200.0)
    >>> found.days_over_limit
    2
    """
    steps = between(points, start, end)
    ends = [point.date for point in steps[1:]] + [end + _DAY]
    days = [(after - point.date).days for point, after in zip(steps, ends, strict=True)]
    peak = max(steps, key=lambda point: point.amount)
    return Statistics(
        peak_amount=peak.amount,
        peak_date=peak.date,
        average_amount=sum(p.amount * n for p, n in zip(steps, days, strict=True)) / sum(days),
        closing_amount=steps[-1].amount,
        days_over_limit=sum(
            n for p, n in zip(steps, days, strict=True) if p.amount - p.limit > EPSILON
        ),
    )


def limit_steps(approved):
    """``[(date, change)]``: by how much the effective limit of a party rose or fell, and when.

    >>> base = limits.Limit(limits.PERMANENT, 100.0, date(2026, 1, 1))
    >>> more = limits.Limit(limits.TEMPORARY, 150.0, date(2026, 3, 1), date(2026, 3, 31))
    >>> [(day.isoformat(), change) for day, change in limit_steps([base, more])]
    [('2026-01-01', 100.0), ('2026-03-01', 50.0), ('2026-04-01', -50.0)]
    """
    starts = {limit.date_from for limit in approved}
    ends = {limit.last_day + _DAY for limit in approved if limit.last_day}
    steps, before = [], 0.0
    for day in sorted(starts | ends):
        amount = limits.effective(approved, day)
        if amount != before:
            steps.append((day, amount - before))
        before = amount
    return steps
