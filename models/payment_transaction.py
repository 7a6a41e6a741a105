from odoo import models

from ..exceptions import CounterpartyRefusalError


class PaymentTransaction(models.Model):
    """A customer has paid: the payment is booked, whether or not the order may be confirmed."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        confirmed = self.env["sale.order"]
        for transaction in self:
            try:
                with self.env.cr.savepoint():
                    confirmed |= super(
                        PaymentTransaction, transaction
                    )._check_amount_and_confirm_order()
            except CounterpartyRefusalError:
                transaction.sale_order_ids._counterparty_hold()
        return confirmed
