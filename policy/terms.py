"""How much of an order is our money at risk, by its payment term. Shares are 0 to 1."""

CREDIT, ADVANCE, AFTER_RECEIPT = "credit", "advance", "after_receipt"
WHOLE, ADVANCE_SHARE = "whole", "advance"


def advance(settlement, percent):
    """The share that is paid before delivery.

    >>> advance(ADVANCE, 30), advance(CREDIT, 30)
    (0.3, 0.0)
    """
    return min(percent, 100.0) / 100.0 if settlement == ADVANCE else 0.0


def purchase(settlement, percent, basis):
    """The share of a purchase that counts until it is received.

    >>> purchase(CREDIT, 100, WHOLE), purchase(AFTER_RECEIPT, 100, WHOLE)
    (1.0, 0.0)
    >>> purchase(ADVANCE, 30, WHOLE), purchase(ADVANCE, 30, ADVANCE_SHARE)
    (1.0, 0.3)
    """
    if basis == ADVANCE_SHARE:
        return advance(settlement, percent)
    return 0.0 if settlement == AFTER_RECEIPT else 1.0


def counted(due, day, horizon, share=1.0):
    """The share of an open order that counts; a horizon of 0 days has no end.

    :param share: what counts of an order within the horizon, as the share without tax

    >>> from datetime import date
    >>> day = date(2026, 6, 1)
    >>> counted(date(2026, 9, 1), day, 30), counted(date(2026, 7, 1), day, 30)
    (0.0, 1.0)
    >>> counted(date(2026, 9, 1), day, 0), counted(None, day, 30, 0.9)
    (1.0, 0.9)
    """
    beyond = horizon and due is not None and (due - day).days > horizon
    return 0.0 if beyond else share
