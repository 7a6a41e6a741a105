from odoo import api, fields, models

from ..policy import terms


class AccountPaymentTerm(models.Model):
    """How much of our money a payment term puts at risk."""

    _inherit = "account.payment.term"

    counterparty_settlement = fields.Selection(
        [
            (terms.CREDIT, "On credit"),
            (terms.ADVANCE, "Paid in advance"),
            (terms.AFTER_RECEIPT, "Payable after receipt"),
        ],
        required=True,
        default=terms.CREDIT,
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

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("counterparty_") for name in vals):
            self.env.registry.clear_cache()
        return result
