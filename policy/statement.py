"""How the funds occupied are told: rows that add up, and the pieces of a picture of them.

All amounts are in company currency.
"""

from dataclasses import dataclass

from .exposure import DEDUCTED

#: What is occupied today, and what confirmed orders add, in the order in which it is told.
OCCUPIED = ("receivable", "delivered_uninvoiced", "deposit", "prepayment", "offset", "stock")
COMMITTED = ("order_commitment", "purchase_commitment")
#: Differences below half a cent are none.
EPSILON = 0.005


@dataclass(frozen=True)
class Row:
    """One line of the statement; ``amount`` has the sign with which it is added.

    ``kind`` is component (with documents behind it), correction or total.
    """

    key: str
    amount: float
    kind: str = "component"

    @property
    def sign(self):
        """How the row is added: "+", "-" or, for a total, "=".

        >>> "".join(row.sign for row in rows(dict(receivable=5.0), 5.0, 5.0))
        '++-++=++='
        >>> Row("deposit", 30.0).sign  # a deposit account that the customer owes us on
        '+'
        """
        if self.kind == "total":
            return "="
        nothing_to_deduct = not self.amount and self.key in DEDUCTED
        return "-" if self.amount < 0 or nothing_to_deduct else "+"


def rows(amounts, actual, projected):
    """Return the rows of the statement: components, corrections and totals, which add up.

    Deductions beyond what there is to deduct from are given back by ``beyond``. Deposits that pay
    for open orders appear as ``covered``; those that may not make room for other orders, because
    they are the advance of their own, as ``tied``.

    :param amounts: ``{component: amount}``, all positive as the ledger shows them

    >>> def told(actual, projected, **amounts):
    ...     return [(r.key, r.amount) for r in rows(amounts, actual, projected) if r.amount][1:]
    >>> told(250.0, 350.0, receivable=300.0, deposit=50.0, order_commitment=100.0)
    [('deposit', -50.0), ('actual', 250.0), ('order_commitment', 100.0), ('projected', 350.0)]
    >>> told(0.0, 20.0, deposit=80.0, order_commitment=100.0)
    [('beyond', 80.0), ('order_commitment', 100.0), ('covered', -80.0), ('projected', 20.0)]
    >>> told(10.0, 90.0, receivable=90.0, deposit=80.0)
    [('deposit', -80.0), ('actual', 10.0), ('tied', 80.0), ('projected', 90.0)]
    """
    told = [
        Row(name, _signed(name, amounts))
        for name in OCCUPIED
        if name != "offset" or amounts.get(name)  # few parties have an agreement
    ]
    told += _correction("beyond", "beyond", actual - sum(row.amount for row in told))
    told.append(Row("actual", actual, "total"))
    added = [Row(name, _signed(name, amounts)) for name in COMMITTED]
    rest = projected - actual - sum(row.amount for row in added)
    told += added + _correction("tied", "covered", rest)
    told.append(Row("projected", projected, "total"))
    return tuple(told)


def pieces(amounts, actual, projected):
    """Return ``{piece: amount}``, none negative, that make up the projected occupancy.

    Deposits are taken off receivables, and set-offs off prepayments before receivables.

    >>> amounts = dict(receivable=300.0, deposit=50.0, prepayment=40.0, offset=60.0, stock=5.0)
    >>> {name: amount for name, amount in pieces(amounts, 235.0, 235.0).items() if amount}
    {'owed': 230.0, 'stock': 5.0}
    >>> pieces(dict(prepayment=40.0, order_commitment=9.0, purchase_commitment=7.0), 40.0, 56.0)
    {'owed': 0.0, 'prepayment': 40.0, 'stock': 0.0, 'sales': 9.0, 'purchases': 7.0}
    """
    stock, purchases = amounts.get("stock", 0.0), amounts.get("purchase_commitment", 0.0)
    owed = sum(_signed(name, amounts) for name in ("receivable", "delivered_uninvoiced", "deposit"))
    prepayment = max(0.0, actual - stock - max(0.0, owed))
    return {
        "owed": actual - stock - prepayment,
        "prepayment": prepayment,
        "stock": stock,
        "sales": projected - actual - purchases,
        "purchases": purchases,
    }


def _signed(name, amounts):
    amount = amounts.get(name, 0.0)
    return 0.0 - amount if name in DEDUCTED else amount


def _correction(more, less, amount):
    if abs(amount) < EPSILON:
        return []
    return [Row(more if amount > 0 else less, amount, "correction")]
