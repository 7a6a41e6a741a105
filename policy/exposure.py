"""Funds occupied by a party (articles 17 and 18): how the components add up.

All amounts are in company currency.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Components:
    """What one party occupies in one company, as the ledger and the orders say, tax included.

    ``order_open`` are confirmed sales that are neither delivered nor invoiced; ``order_advance``
    is what of them is to be paid before delivery, ``order_uncounted`` what a setting leaves out
    (tax, orders beyond the horizon). ``purchase_open`` are confirmed purchases not yet received,
    ``purchase_share`` what of them is our money at risk, ``purchase_uncounted`` as above.
    ``offset`` are open payables that a written agreement lets us set off.
    """

    receivable: float = 0.0
    deposit: float = 0.0
    delivered_uninvoiced: float = 0.0
    prepayment: float = 0.0
    stock: float = 0.0
    order_open: float = 0.0
    order_advance: float = 0.0
    order_uncounted: float = 0.0
    purchase_open: float = 0.0
    purchase_share: float = 0.0
    purchase_uncounted: float = 0.0
    offset: float = 0.0

    @property
    def order_commitment(self):
        """The credit share of confirmed sales.

        >>> Components(order_open=1000, order_advance=300, order_uncounted=80).order_commitment
        620
        """
        return self.order_open - self.order_advance - self.order_uncounted

    @property
    def purchase_commitment(self):
        """Confirmed purchases beyond what is already prepaid; paying in advance adds nothing.

        >>> Components(purchase_share=500, prepayment=200).purchase_commitment
        300.0
        >>> Components(purchase_share=500, prepayment=800).purchase_commitment
        0.0
        """
        return max(0.0, self.purchase_share - self.purchase_uncounted - self.prepayment)

    @property
    def deposit_tied(self):
        """Deposits that are the advance of an order: they secure that order and nothing else.

        >>> Components(deposit=500, order_open=1000, order_advance=300).deposit_tied
        300
        """
        return max(0.0, min(self.deposit, self.order_advance))


#: The components that a user sees, in the order of the ledger.
SHOWN = (
    "receivable",
    "deposit",
    "delivered_uninvoiced",
    "prepayment",
    "stock",
    "order_commitment",
    "purchase_commitment",
    "offset",
)
#: Those of them that reduce the sum.
DEDUCTED = ("deposit", "offset")
#: What a company may leave out of the sum, and the figures that go with it.
OPTIONAL = {
    "deposit": ("deposit",),
    "delivered_uninvoiced": ("delivered_uninvoiced",),
    "order_commitment": ("order_open", "order_advance", "order_uncounted"),
    "purchase_commitment": ("purchase_open", "purchase_share", "purchase_uncounted"),
}


def actual(parts):
    """Occupancy as article 18 counts it: without commitments.

    >>> actual(Components(receivable=300, deposit=50, prepayment=20, order_open=900))
    270.0
    >>> actual(Components(receivable=100, deposit=150, stock=10))
    10.0
    >>> actual(Components(receivable=100, prepayment=50, offset=70)), actual(Components(offset=70))
    (80.0, 0.0)
    """
    owed = parts.receivable + parts.delivered_uninvoiced - parts.deposit
    return _set_off(owed, parts) + parts.stock


def projected(parts):
    """Occupancy once all confirmed orders are carried out: what the limit is compared with.

    >>> projected(Components(deposit=100, order_open=100, prepayment=20))
    20.0
    >>> projected(Components(prepayment=200, purchase_share=500))
    500.0

    An order paid in advance is secured by its own advance, received or not: the money does not
    make room for another one.

    >>> projected(Components(order_open=1000, order_advance=1000))
    0.0
    >>> paid = Components(deposit=1000, order_open=1000, order_advance=1000)
    >>> projected(paid), projected(total([paid, Components(order_open=400)]))
    (0.0, 400.0)
    """
    owed = parts.receivable + parts.delivered_uninvoiced + parts.order_commitment
    owed -= parts.deposit - parts.deposit_tied
    return _set_off(owed, parts) + parts.purchase_commitment + parts.stock


def _set_off(owed, parts):
    return max(0.0, max(0.0, owed) + parts.prepayment - parts.offset)


def gross(parts):
    """Projected occupancy as if every sale were on credit, and nothing were set off or left out.

    Invoicing what was ordered leaves it unchanged, whatever the payment term; so do prepaying
    a purchase that carries our money and paying a bill.

    >>> order = Components(order_open=100, order_advance=100)
    >>> invoiced = Components(receivable=100)
    >>> gross(order) == gross(invoiced)
    True
    >>> gross(Components(purchase_share=113, purchase_uncounted=13)), gross(
    ...     Components(purchase_share=113, purchase_uncounted=13, prepayment=113))
    (113.0, 113.0)
    """
    owed = parts.receivable + parts.delivered_uninvoiced + parts.order_open - parts.deposit
    purchased = max(0.0, parts.purchase_share - parts.prepayment)
    return max(0.0, owed) + parts.prepayment + purchased + parts.stock


def charged(parts):
    """What the documents carry of our money, before anything is deducted.

    An order that carries none adds nothing here, whatever it does to the other orders of a party.

    >>> charged(Components(deposit=500, order_open=1000, order_advance=1000))
    0.0
    """
    purchased = parts.purchase_share - parts.purchase_uncounted
    owed = parts.receivable + parts.delivered_uninvoiced + parts.order_commitment
    return owed + parts.prepayment + purchased + parts.stock


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
