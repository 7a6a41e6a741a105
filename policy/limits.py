"""Credit limits over time (articles 17 to 19): which is in force, and what may be asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

PERMANENT, TEMPORARY = "permanent", "temporary"
#: Amounts are compared to half a cent, as at the gate.
EPSILON = 0.005


@dataclass(frozen=True)
class Limit:
    """An approved limit in company currency, valid on both of its dates.

    ``ended`` is the day from which it no longer holds because it was ended early.
    """

    kind: str
    amount: float
    date_from: date
    date_to: date | None = None
    ended: date | None = None

    @property
    def last_day(self):
        """The last day on which it holds, or None for an open end.

        >>> Limit(TEMPORARY, 1.0, date(2026, 3, 1), date(2026, 3, 31)).last_day.day
        31
        >>> Limit(TEMPORARY, 1.0, date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 9)).last_day
        datetime.date(2026, 3, 8)
        """
        return self.ended - timedelta(days=1) if self.ended else self.date_to

    def holds(self, on):
        """Whether it is in force on a date.

        >>> limit = Limit(PERMANENT, 1.0, date(2026, 3, 1))
        >>> limit.holds(date(2026, 2, 28)), limit.holds(date(2026, 3, 1))
        (False, True)
        """
        return self.date_from <= on and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True)
class Rules:
    """What a company allows: percent above the permanent limit, and days of a temporary one."""

    percent: float = 30.0
    days: int = 90


def in_force(limits, on):
    """The limit that counts on a date, or None: a temporary one replaces the permanent one.

    Of several of a kind the latest approved, last in order, counts.

    >>> base = Limit(PERMANENT, 100.0, date(2026, 1, 1))
    >>> extra = Limit(TEMPORARY, 150.0, date(2026, 3, 1), date(2026, 3, 31))
    >>> in_force([base, extra], date(2026, 3, 31)).kind, in_force([base, extra], date(2026, 4, 1))
    ('temporary', Limit(kind='permanent', amount=100.0, date_from=datetime.date(2026, 1, 1), \
date_to=None, ended=None))
    >>> in_force([extra], date(2026, 2, 28)) is None
    True
    """
    valid = [limit for limit in limits if limit.holds(on)]
    for kind in (TEMPORARY, PERMANENT):
        of_kind = [limit for limit in valid if limit.kind == kind]
        if of_kind:
            return of_kind[-1]
    return None


def effective(limits, on):
    """The amount in force on a date; none means zero: no credit, not unlimited credit.

    >>> base = Limit(PERMANENT, 100.0, date(2026, 1, 1))
    >>> cut = Limit(TEMPORARY, 60.0, date(2026, 3, 1), date(2026, 3, 31))
    >>> [effective([base, cut], date(2026, m, d)) for m, d in ((2, 28), (3, 1), (3, 31), (4, 1))]
    [100.0, 60.0, 60.0, 100.0]
    >>> effective([], date(2026, 3, 31))
    0.0
    """
    limit = in_force(limits, on)
    return limit.amount if limit else 0.0


def permanent(limits, on):
    """The permanent amount on a date.

    >>> permanent([Limit(TEMPORARY, 9.0, date(2026, 3, 1), date(2026, 3, 2))], date(2026, 3, 1))
    0.0
    """
    return effective([limit for limit in limits if limit.kind == PERMANENT], on)


def objections(asked, limits, on, rules, may_rise=True):
    """What speaks against a limit that is asked for, as keys, all at once.

    A temporary limit needs both dates, may not lie in the past, exceed the permanent limit or
    last longer than ``rules`` allow, or meet another temporary one. ``may_rise`` is false where
    the grade allows no rise. What changes nothing is not asked for.

    >>> on, known = date(2026, 3, 1), [Limit(PERMANENT, 100.0, date(2026, 1, 1))]
    >>> def ask(amount, start, end, **more):
    ...     asked = Limit(TEMPORARY, amount, date(2026, 3, start), date(2026, 3, end))
    ...     return objections(asked, known, on, Rules(30.0, 10), **more)
    >>> ask(130.0, 1, 10), ask(130.01, 1, 11), ask(130.0, 1, 10, may_rise=False)
    ((), ('too_high', 'too_long'), ('no_rise',))
    >>> ask(60.0, 1, 10, may_rise=False), ask(100.0, 1, 10)
    ((), ('same',))
    >>> objections(Limit(PERMANENT, 100.0, on), known, on, Rules())
    ('same',)
    >>> objections(Limit(PERMANENT, 500.0, on), known, on, Rules())
    ()
    """
    before = permanent(limits, on)
    found = []
    if abs(asked.amount - before) < EPSILON and (asked.kind == TEMPORARY or limits):
        found.append("same")
    if asked.amount > before and not may_rise:
        found.append("no_rise")
    if asked.kind == TEMPORARY:
        found += _temporary_objections(asked, limits, on, rules, before)
    return tuple(found)


def _temporary_objections(asked, limits, on, rules, before):
    """What speaks against a temporary limit.

    >>> on = date(2026, 3, 5)
    >>> other = Limit(TEMPORARY, 110.0, date(2026, 3, 20), date(2026, 3, 31))
    >>> asked = Limit(TEMPORARY, 100.0, date(2026, 3, 1), date(2026, 3, 20))
    >>> list(_temporary_objections(asked, [other], on, Rules(), 100.0))
    ['overlaps']
    >>> asked = Limit(TEMPORARY, 100.0, date(2026, 3, 1), date(2026, 3, 4))
    >>> list(_temporary_objections(asked, [other], on, Rules(), 100.0))
    ['past']
    """
    if not asked.date_from or not asked.date_to or asked.date_to < asked.date_from:
        yield "dates"
        return
    if asked.date_to < on:
        yield "past"
    if asked.amount > before * (1 + rules.percent / 100) + EPSILON:
        yield "too_high"
    if (asked.date_to - asked.date_from).days + 1 > rules.days:
        yield "too_long"
    if any(_meet(asked, other) for other in limits if other.kind == TEMPORARY):
        yield "overlaps"


def _meet(one, other):
    """Whether two temporary limits hold on a day in common."""
    return one.date_from <= other.last_day and other.date_from <= one.last_day


def is_outdated(temporary, before, after, may_rise=True):
    """Whether a temporary limit ends with a new permanent one.

    The later decision counts: a temporary rise does not outlive a permanent limit that is lowered
    or that reaches it, or a grade that allows no rise; a temporary cut stays while it is one.

    >>> rise = Limit(TEMPORARY, 130.0, date(2026, 3, 1), date(2026, 3, 31))
    >>> [is_outdated(rise, 100.0, after) for after in (100.0, 120.0, 90.0, 130.0)]
    [False, False, True, True]
    >>> is_outdated(rise, 100.0, 100.0, may_rise=False)
    True
    >>> cut = Limit(TEMPORARY, 60.0, date(2026, 3, 1), date(2026, 3, 31))
    >>> [is_outdated(cut, 100.0, after) for after in (200.0, 61.0, 60.0, 50.0)]
    [False, False, True, True]
    """
    if temporary.amount <= before:
        return after <= temporary.amount
    return after < before or after >= temporary.amount or not may_rise
