"""Exceptions for one document (特批): who decides, what may be released, and what is covered."""

from dataclasses import dataclass
from datetime import date

from .reasons import Reason

#: Amounts are compared to half a cent, as at the gate.
EPSILON = 0.005
#: Of these the excess says how serious they are, so tiers may leave them to others.
LIMITS = frozenset({Reason.OVER_LIMIT, Reason.OVER_GROUP_LIMIT})
#: What an exception may release. Never: not admitted, closed, prohibited, grade E, a forced hold.
OVERRIDABLE = LIMITS | {Reason.LICENCE, Reason.RESTRICTED, Reason.OVERDUE}


@dataclass(frozen=True)
class Tier:
    """Who decides up to which excess, and for how many days an exception then holds.

    ``percent`` is of the limit, ``amount`` in company currency; None: no such ceiling.
    """

    group: str
    days: int
    percent: float | None = None
    amount: float | None = None

    def reaches(self, excess, limit):
        """Whether the excess is within both ceilings.

        >>> Tier("office", 15, percent=10.0).reaches(100.0, 1000.0)
        True
        >>> Tier("office", 15, percent=10.0).reaches(100.01, 1000.0)
        False
        >>> Tier("office", 15, percent=10.0).reaches(1.0, 0.0)
        False
        >>> Tier("office", 15, amount=50.0).reaches(50.0, 0.0)
        True
        """
        if self.percent is not None and excess > limit * self.percent / 100 + EPSILON:
            return False
        return self.amount is None or excess <= self.amount + EPSILON


@dataclass(frozen=True)
class Release:
    """What was approved for one document, and how the document stands now.

    ``amount`` is what was released and ``value`` what the document is worth, in company currency;
    ``tolerance`` is in percent, ``on`` the day of the operation. ``reasons`` are those that were
    known when it was decided.
    """

    amount: float
    value: float
    tolerance: float
    valid_until: date
    on: date
    reasons: frozenset

    @property
    def ceiling(self):
        """The highest value that is covered.

        >>> Release(1000.0, 0.0, 5.0, date.max, date.min, frozenset()).ceiling
        1050.0
        """
        return self.amount * (1 + self.tolerance / 100)

    @property
    def holds(self):
        """Whether it is still valid for the document as it is.

        >>> day, reasons = date(2026, 3, 1), frozenset()
        >>> Release(1000.0, 1050.0, 5.0, day, day, reasons).holds
        True
        >>> Release(1000.0, 1050.01, 5.0, day, day, reasons).holds
        False
        >>> Release(1000.0, 900.0, 5.0, day, date(2026, 3, 2), reasons).holds
        False
        """
        return self.value <= self.ceiling + EPSILON and self.on <= self.valid_until


def may_override(reasons):
    """Whether a person may release a document that is refused for these reasons.

    >>> may_override([Reason.OVER_LIMIT, Reason.OVERDUE])
    True
    >>> may_override([Reason.OVER_LIMIT, Reason.NOT_APPROVED]), may_override([])
    (False, False)
    >>> sorted(reason.value for reason in Reason if not may_override([reason]))
    ['barred', 'closed', 'forced_hold', 'not_approved', 'prohibited']
    """
    return bool(reasons) and OVERRIDABLE.issuperset(reasons)


def decides(tiers, reasons, excess, limit, highest):
    """The tier that decides: the first that reaches the excess, else ``highest``.

    Anything but a limit is for the highest: its seriousness is not told by an amount.

    >>> office, finance = Tier("office", 15, percent=10.0), Tier("finance", 30, amount=500.0)
    >>> top = Tier("leadership", 30)
    >>> for reasons, excess in (
    ...     ([Reason.OVER_LIMIT], 100.0),
    ...     ([Reason.OVER_GROUP_LIMIT], 101.0),
    ...     ([Reason.OVER_LIMIT], 501.0),
    ...     ([Reason.OVER_LIMIT, Reason.OVERDUE], 1.0),
    ... ):
    ...     print(decides([office, finance], reasons, excess, 1000.0, top).group)
    office
    finance
    leadership
    leadership
    >>> decides([], [Reason.OVER_LIMIT], 1.0, 1000.0, top).group
    'leadership'
    """
    if LIMITS.issuperset(reasons):
        for tier in tiers:
            if tier.reaches(excess, limit):
                return tier
    return highest


def covers(releases, reasons, share):
    """Whether releases, one for each document of an operation, cover what speaks against it.

    All reasons are covered, or none. ``share`` is by how much the operation raises what the party
    occupies: it is not more than what was released, whatever else the operation did.

    >>> day = date(2026, 3, 1)
    >>> def release(value, *reasons):
    ...     return Release(1000.0, value, 5.0, day, day, frozenset(reasons))
    >>> one = release(1000.0, Reason.OVER_LIMIT)
    >>> covers([one], [Reason.OVER_LIMIT], 1000.0)
    True
    >>> covers([one], [Reason.OVER_LIMIT, Reason.OVERDUE], 1000.0)
    False
    >>> covers([one], [Reason.OVER_LIMIT], 1051.0), covers([], [Reason.OVER_LIMIT], 1.0)
    (False, False)
    >>> covers([release(5.0, Reason.BARRED)], [Reason.BARRED], 5.0)
    False
    >>> covers([one, release(1051.0, Reason.OVER_LIMIT)], [Reason.OVER_LIMIT], 2000.0)
    False
    """
    return (
        bool(releases)
        and may_override(reasons)
        and all(release.holds and release.reasons.issuperset(reasons) for release in releases)
        and share <= sum(release.ceiling for release in releases) + EPSILON
    )
