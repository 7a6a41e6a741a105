"""Funds occupied by a party (articles 17 and 18): how the components add up.

All amounts are in company currency, tax included.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Components:
    """What one party occupies in one company, as the ledger and the orders say.

    ``order_commitment`` is the credit share of confirmed sales that are neither delivered nor
    invoiced, ``order_open`` the same without regard to payment terms. ``purchase_share`` and
    ``purchase_open`` are confirmed purchases not yet received, with and without regard to terms.
    """

    receivable: float = 0.0
    deposit: float = 0.0
    delivered_uninvoiced: float = 0.0
    prepayment: float = 0.0
    stock: float = 0.0
    order_commitment: float = 0.0
    order_open: float = 0.0
    purchase_share: float = 0.0
    purchase_open: float = 0.0

    @property
    def purchase_commitment(self):
        """Confirmed purchases beyond what is already prepaid; paying in advance adds nothing.

        >>> Components(purchase_share=500, prepayment=200).purchase_commitment
        300
        >>> Components(purchase_share=500, prepayment=800).purchase_commitment
        0.0
        """
        return max(0.0, self.purchase_share - self.prepayment)


#: The components that a user sees, in the order of the ledger.
SHOWN = (
    "receivable",
    "deposit",
    "delivered_uninvoiced",
    "prepayment",
    "stock",
    "order_commitment",
    "purchase_commitment",
)
#: What a company may leave out of the sum.
OPTIONAL = ("deposit", "delivered_uninvoiced", "stock", "order_commitment", "purchase_commitment")


def actual(parts):
    """Occupancy as article 18 counts it: without commitments.

    >>> actual(Components(receivable=300, deposit=50, prepayment=20, order_commitment=900))
    270.0
    >>> actual(Components(receivable=100, deposit=150, stock=10))
    10.0
    """
    owed = parts.receivable + parts.delivered_uninvoiced - parts.deposit
    return max(0.0, owed) + parts.prepayment + parts.stock


def projected(parts):
    """Occupancy once all confirmed orders are carried out: what the limit is compared with.

    >>> projected(Components(deposit=100, order_commitment=100, prepayment=20))
    20.0
    >>> projected(Components(prepayment=200, purchase_share=500))
    500.0
    """
    owed = parts.receivable + parts.delivered_uninvoiced + parts.order_commitment
    return (
        max(0.0, owed - parts.deposit) + parts.prepayment + parts.purchase_commitment + parts.stock
    )


def gross(parts):
    """Projected occupancy as if every sale were on credit.

    Invoicing what was ordered leaves it unchanged, whatever the payment term.

    >>> order = Components(order_open=100)
    >>> invoiced = Components(receivable=100)
    >>> gross(order) == gross(invoiced)
    True
    """
    owed = parts.receivable + parts.delivered_uninvoiced + parts.order_open - parts.deposit
    return max(0.0, owed) + parts.prepayment + parts.purchase_commitment + parts.stock


def ordered(parts):
    """What is confirmed and not yet settled by an invoice or a receipt, on any terms.

    >>> ordered(Components(order_open=100, delivered_uninvoiced=20, purchase_open=30))
    150
    """
    return parts.order_open + parts.delivered_uninvoiced + parts.purchase_open


def total(parts_list):
    """Add up components, for example those of several companies.

    >>> total([Components(receivable=1.0), Components(receivable=2.0, stock=3.0)]).receivable
    3.0
    """
    parts_list = list(parts_list)
    return Components(
        **{f.name: sum(getattr(p, f.name) for p in parts_list) for f in fields(Components)}
    )
