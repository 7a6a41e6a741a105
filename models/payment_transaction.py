from odoo import models


class PaymentTransaction(models.Model):
    """A customer has paid: the payment is booked, whether or not the order may be confirmed."""

    _inherit = "payment.transaction"

    def _post_process(self):
        holding = self.with_context(counterparty_hold=True)
        result = super(PaymentTransaction, holding)._post_process()
        held = self.sudo().sale_order_ids.filtered("counterparty_is_held")
        booked = holding.filtered(
            lambda tx: (
                tx.state == "done" and tx.operation != "validation" and tx.sale_order_ids & held
            )
        )
        booked._check_amount_and_confirm_order()  # a payment that is booked makes room
        held._counterparty_ask()
        return result

    def _check_amount_and_confirm_order(self):
        holding = self.with_context(counterparty_hold=True)
        found = super(PaymentTransaction, holding)._check_amount_and_confirm_order()
        return found._counterparty_is_confirmed().with_env(self.env)
