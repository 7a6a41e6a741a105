"""Validity of licences on a date (articles 6, 9 and 11)."""

from datetime import timedelta

VALID, EXPIRING, EXPIRED, UNKNOWN = "valid", "expiring", "expired", "unknown"


def state(expiry, long_term, on, warning_days=30):
    """Valid, expiring, expired or unknown; the day of expiry is still valid.

    >>> from datetime import date
    >>> today = date(2026, 5, 1)
    >>> state(date(2026, 5, 1), False, today), state(date(2026, 4, 30), False, today)
    ('expiring', 'expired')
    >>> state(None, True, today), state(None, False, today)
    ('valid', 'unknown')
    >>> state(date(2026, 6, 1), False, today)
    'valid'
    """
    if long_term:
        return VALID
    if not expiry:
        return UNKNOWN
    if expiry < on:
        return EXPIRED
    return EXPIRING if expiry - on <= timedelta(days=warning_days) else VALID


def blocks(expiry, long_term, on, grace_days=0):
    """Whether an expired licence stops new business on a date.

    >>> from datetime import date
    >>> expiry, next_day = date(2026, 5, 1), date(2026, 5, 2)
    >>> blocks(expiry, False, next_day), blocks(expiry, False, next_day, grace_days=1)
    (True, False)
    """
    return bool(expiry) and not long_term and expiry + timedelta(days=grace_days) < on


def is_owed(due, present, on):
    """Whether documents that were to be handed in by a date are still missing after it.

    The day itself is in time; without a date nothing is owed.

    >>> from datetime import date
    >>> due, next_day = date(2026, 5, 1), date(2026, 5, 2)
    >>> is_owed(due, False, due), is_owed(due, False, next_day), is_owed(due, True, next_day)
    (False, True, False)
    >>> is_owed(None, False, next_day)
    False
    """
    return bool(due) and not present and due < on
