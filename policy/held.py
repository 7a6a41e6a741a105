"""Orders that wait: what makes room for them, and which need no person to look."""

from . import exposure
from .gate import EPSILON
from .reasons import Reason

#: Reasons that go when money comes in or a limit is raised; all others need a person to look.
ABOUT_MONEY = frozenset({Reason.OVERDUE, Reason.OVER_LIMIT, Reason.OVER_GROUP_LIMIT})


def is_about_money(codes):
    """Whether an order was held for amounts alone.

    >>> is_about_money({"over_limit", "overdue"}), is_about_money({"over_limit", "licence"})
    (True, False)
    >>> is_about_money(set())
    False
    """
    return bool(codes) and codes <= {reason.value for reason in ABOUT_MONEY}


def frees(before, after):
    """Whether an operation made room for other documents: less is at risk, or more is paid.

    >>> P = exposure.Components
    >>> frees(P(receivable=100), P(receivable=40)), frees(P(), P(deposit=5)), frees(P(), P())
    (True, True, False)
    """
    lowered = exposure.projected(before) - exposure.projected(after)
    return max(lowered, after.deposit - before.deposit) > EPSILON
