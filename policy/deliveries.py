"""Whether goods may leave for a party (article 15): a company may warn only."""

from .reasons import Reason

#: How strictly a company judges deliveries.
OFF, WARN, BLOCK = "off", "warn", "block"
#: With whom all business has ended, or whom a person stopped: nothing leaves, even where the
#: company only warns.
FINAL = frozenset({Reason.PROHIBITED, Reason.BARRED, Reason.FORCED_HOLD})


def enforced(verdict, strictness):
    """Whether a verdict against a document stops it, as strict as the company is with such ones.

    Where it is only to warn, no goods leave all the same for whom all business has ended.

    >>> from .gate import Verdict
    >>> over, barred = Verdict((Reason.OVER_LIMIT,)), Verdict((Reason.BARRED, Reason.OVER_LIMIT))
    >>> [enforced(over, how) for how in (OFF, WARN, BLOCK)]
    [False, False, True]
    >>> [enforced(barred, how) for how in (OFF, WARN, BLOCK)]
    [False, True, True]
    """
    final = strictness == WARN and not FINAL.isdisjoint(verdict.reasons)
    return not verdict and (strictness == BLOCK or final)
