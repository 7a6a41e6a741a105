"""What of an order line is still open, so that it counts in the funds occupied (article 17).

Quantities are in the unit of the line, amounts in the currency of the order, without tax.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SaleLine:
    """A line of a sale; what drafts hold is not invoiced. ``binds``: its order is confirmed."""

    binds: bool
    quantity: float = 0.0
    delivered: float = 0.0
    invoiced_quantity: float = 0.0
    price: float = 0.0
    invoiced: float = 0.0

    def is_open(self, rounding):
        """Whether something is left to deliver or to invoice, or was invoiced beyond.

        A line whose whole quantity is invoiced is done, at whatever price it was invoiced.

        >>> SaleLine(True, quantity=2, price=200.0).is_open(0.01)
        True
        >>> SaleLine(True, 2, 2, 2, 200.0, 180.0).is_open(0.01)
        False
        >>> SaleLine(False, 2, 1, 0, 200.0, 0.0).is_open(0.01)  # cancelled after a delivery
        True
        >>> SaleLine(True, invoiced=300.0).is_open(0.01)  # a down payment, not yet deducted
        True
        """
        if not (self.binds or self.delivered > 0):
            return False
        expected = max(self.quantity, self.delivered)
        if expected > 0 and self.invoiced_quantity >= expected:
            return False
        return abs(self.invoiced - self.price) >= rounding / 2 or self.delivered > self.quantity


@dataclass(frozen=True)
class PurchaseLine:
    """A line of a purchase; what nobody receives is done when billed."""

    binds: bool
    quantity: float = 0.0
    received: float | None = None
    billed: float = 0.0

    @property
    def done(self):
        """The quantity that is settled.

        >>> PurchaseLine(True, 5, None, 3).done, PurchaseLine(True, 5, 2, 3).done
        (3, 2)
        """
        return self.billed if self.received is None else self.received

    def is_open(self):
        """Whether something is to come, or was billed before it came.

        >>> PurchaseLine(True, 5, 2, 0).is_open(), PurchaseLine(True, 5, None, 5).is_open()
        (True, False)
        >>> PurchaseLine(True, 5, 5, 7).is_open(), PurchaseLine(False, 5, 0, 0).is_open()
        (True, False)
        """
        return self.binds and (self.done < self.quantity or self.billed > self.done)
