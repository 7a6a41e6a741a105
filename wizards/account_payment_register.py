from odoo import models


class AccountPaymentRegister(models.TransientModel):
    """A payment is judged when it has been matched with what it pays."""

    _inherit = "account.payment.register"

    def _create_payments(self):
        with self.env["counterparty.gate"].sudo()._hold():
            return super()._create_payments()
