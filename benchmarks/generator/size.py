"""How much data is generated; everything grows with the parties."""

from dataclasses import dataclass

HISTORY_DAYS = 730


@dataclass(frozen=True)
class Size:
    """Counts of a set of data.

    ``history`` multiplies what is closed and the days it lies in; what is open stays the same, to
    the row. Within a block of parties the first ones are used far more than the last ones.

    >>> Size(5000).receivables, Size(5000, history=4).open_sales == Size(5000).open_sales
    (200000, True)
    """

    parties: int
    history: int = 1
    blocks: int = 1

    @property
    def block(self):
        return self.parties // self.blocks

    @property
    def days(self):
        return HISTORY_DAYS * self.history

    @property
    def sales(self):
        return 10 * self.parties * self.history

    @property
    def open_sales(self):
        return 3 * self.parties // 2

    @property
    def quotations(self):
        return self.parties // 2

    @property
    def purchases(self):
        return 3 * self.parties * self.history

    @property
    def open_purchases(self):
        return 9 * self.parties // 20

    @property
    def open_direct_invoices(self):
        """Invoices without an order that are not paid, or only in part."""
        return 3 * self.parties // 4

    @property
    def receivables(self):
        """Receivable lines: of invoices and of what was paid on them."""
        return 40 * self.parties * self.history

    @property
    def advances(self):
        """Payments that no invoice or bill was matched with, of each side."""
        return self.parties // 10

    @property
    def special_entries(self):
        """Entries on accounts that are not reconcilable (1123, 2203), of each."""
        return 3 * self.parties // 50


#: By how much is measured: the data, four times its history, and four times its parties.
SCALES = {
    scale: {"alone": Size(n), "documents": Size(n, history=4), "parties": Size(4 * n, blocks=4)}
    for scale, n in (("full", 5000), ("quick", 200))
}
