from odoo import api, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """Payments go through their states one by one, so that they or their entry meet the gate."""

    _inherit = "account.payment"

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_state")
        states = {vals.get("state", default) for vals in vals_list}
        if not self.env.su and states - {"draft", False, None}:
            raise UserError(
                self.env._("A payment is created as a draft and confirmed with its own button.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("state") in ("in_process", "paid"):
            for payment in self:
                if error := payment._counterparty_error():
                    raise UserError(error)
            return self._counterparty_leave(vals)
        return super().write(vals)

    def _counterparty_leave(self, vals):
        """Judge money that goes out without an entry; an entry is judged itself."""
        unbooked = self.filtered(
            lambda payment: (
                payment.payment_type == "outbound"
                and not payment.move_id
                and not payment.outstanding_account_id
            )
        )
        pairs = {
            (payment.partner_id.commercial_partner_id.id, payment.company_id.id)
            for payment in unbooked
        }
        gate = self.env["counterparty.gate"].sudo()
        with gate._guard(pairs, by_order=False, documents=unbooked):
            return super().write(vals)

    def _counterparty_error(self):
        """Return why money may not go out unseen, or False: no counterparty, or no entry.

        Without an entry the payment would not be counted. Where the full accounting is installed
        payments without one are usual, and the bank statement books them.
        """
        company = self.company_id
        controlled = company.id in self.env["res.company"]._counterparty_controlled()
        if self.payment_type != "outbound" or not controlled or not company._counterparty_blocks():
            return False
        if not self.partner_id:
            return self.env._("A payment needs the counterparty that gets it.")
        full_accounting = self.env["account.move"]._get_invoice_in_payment_state() == "in_payment"
        if not (full_accounting or self.move_id or self.outstanding_account_id):
            return self.env._("A payment needs an outstanding account, so that it is booked.")
        return False
