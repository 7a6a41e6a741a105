from odoo import fields, models


class AccountPaymentTerm(models.Model):
    """How much of our money a payment term puts at risk."""

    _inherit = "account.payment.term"

    counterparty_settlement = fields.Selection(
        [
            ("credit", "On credit"),
            ("advance", "Paid in advance"),
            ("after_receipt", "Payable after receipt"),
        ],
        required=True,
        default="credit",
        help="Paid in advance: the customer pays before delivery, so the advance share of an order "
        "occupies no credit. Payable after receipt: a purchase on this term needs no prepayment.",
    )
    counterparty_advance_percent = fields.Float(
        "Advance Share", default=100.0, help="Percent of the order that is paid in advance."
    )

    _advance_check = models.Constraint(
        "CHECK (counterparty_advance_percent BETWEEN 0 AND 100)",
        "The advance share is between 0 and 100 percent.",
    )

    def _counterparty_advance(self):
        """Return the share, 0 to 1, of an order that this term has paid in advance."""
        if self.counterparty_settlement != "advance":
            return 0.0
        return self.counterparty_advance_percent / 100.0
