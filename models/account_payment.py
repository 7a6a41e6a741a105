from odoo import api, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """Payments go through their states one by one, so that their entry meets the gate."""

    _inherit = "account.payment"

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        if not self.env.su and any(payment.state not in ("draft", False) for payment in payments):
            raise UserError(
                self.env._("A payment is created as a draft and confirmed with its own button.")
            )
        return payments


class AccountPaymentRegister(models.TransientModel):
    """A payment is judged when it has been matched with what it pays."""

    _inherit = "account.payment.register"

    def _create_payments(self):
        with self.env["counterparty.gate"].sudo()._hold():
            return super()._create_payments()
