from odoo import models


class PaymentTransaction(models.Model):
    """A customer has paid: the payment is booked, whether or not the order may be confirmed."""

    _inherit = "payment.transaction"

    def _post_process(self):
        result = super()._post_process()
        held = self.sudo().sale_order_ids.filtered("counterparty_is_held")
        booked = self.filtered(
            lambda tx: (
                tx.state == "done" and tx.operation != "validation" and tx.sale_order_ids & held
            )
        )
        booked._check_amount_and_confirm_order()  # a payment that is booked makes room
        held._counterparty_ask()
        return result

    def _check_amount_and_confirm_order(self):
        confirmed = self.env["sale.order"]
        for transaction in self:
            catching = transaction.with_context(counterparty_hold=True)
            with transaction.sale_order_ids._counterparty_accepting():
                confirmed |= super(PaymentTransaction, catching)._check_amount_and_confirm_order()
        confirmed = confirmed.with_env(self.env)
        confirmed._send_order_confirmation_mail()
        return confirmed
