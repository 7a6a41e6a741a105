"""Winding down what a party occupies to a limit below it (articles 15 and 19)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

#: Amounts are compared to half a cent, as at the gate.
EPSILON = 0.005

ON_TRACK, OVERDUE, DONE = "on_track", "overdue", "done"


@dataclass(frozen=True)
class Plan:
    """From how much, since when and until when; the target is the permanent limit."""

    start_amount: float
    start_date: date
    deadline: date


def is_needed(occupied, target):
    """Whether a limit lies below what is occupied; equal is within the limit.

    >>> is_needed(100.0, 100.0), is_needed(100.01, 100.0)
    (False, True)
    """
    return occupied - target > EPSILON


def begin(occupied, on, days):
    """A plan from a date that gives so many days.

    >>> begin(500.0, date(2026, 3, 1), 90).deadline
    datetime.date(2026, 5, 30)
    """
    return Plan(occupied, on, on + timedelta(days=days))


def plan(fresh, target, deadline=None, running=None):
    """The plan that a new permanent limit calls for, or None.

    A plan under way keeps its beginning, and its deadline too unless there is a new one; others
    begin as ``fresh`` does.

    >>> first = begin(500.0, date(2026, 3, 1), 90)
    >>> plan(first, 200.0) == first, plan(first, 500.0, running=first) is None
    (True, True)
    >>> later = begin(400.0, date(2026, 4, 1), 90)
    >>> plan(later, 200.0, running=first) == first
    True
    >>> plan(later, 100.0, date(2026, 6, 30), first)
    Plan(start_amount=500.0, start_date=datetime.date(2026, 3, 1), \
deadline=datetime.date(2026, 6, 30))
    """
    if not is_needed(fresh.start_amount, target):
        return None
    kept = running or fresh
    return replace(kept, deadline=deadline) if deadline else kept


def progress(start, target, occupied):
    """How much of the way from the start to the target is done, from 0 to 1.

    >>> progress(500.0, 200.0, 350.0), progress(500.0, 200.0, 600.0), progress(500.0, 200.0, 0.0)
    (0.5, 0.0, 1.0)
    >>> progress(200.0, 200.0, 100.0)
    1.0
    """
    if start <= target:
        return 1.0
    return min(1.0, max(0.0, (start - occupied) / (start - target)))


def state(occupied, target, deadline, on):
    """How a plan stands; the day of the deadline is still in time.

    >>> day = date(2026, 3, 1)
    >>> state(5.0, 1.0, day, day), state(5.0, 1.0, day, date(2026, 3, 2)), state(1.0, 1.0, day, day)
    ('on_track', 'overdue', 'done')
    """
    if not is_needed(occupied, target):
        return DONE
    return OVERDUE if deadline < on else ON_TRACK
