"""Why a document is refused; which of the reasons a person may release is in ``override.py``."""

from enum import Enum


class Reason(Enum):
    """Why a document is refused, in the order in which the reasons are told.

    >>> Reason("forced_hold"), list(Reason)[0].value
    (<Reason.FORCED_HOLD: 'forced_hold'>, 'forced_hold')
    """

    FORCED_HOLD = "forced_hold"
    NOT_APPROVED = "not_approved"
    CLOSED = "closed"
    PROHIBITED = "prohibited"
    BARRED = "barred"
    LICENCE = "licence"
    RESTRICTED = "restricted"
    OVERDUE = "overdue"
    OVER_LIMIT = "over_limit"
    OVER_GROUP_LIMIT = "over_group_limit"
