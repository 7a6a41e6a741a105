from odoo import api, models
from odoo.exceptions import UserError

#: What decides how much a payment without an entry occupies.
_JUDGED = frozenset(
    {"amount", "company_id", "currency_id", "partner_id", "partner_type", "payment_type", "state"}
)


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
        leaving = vals.get("state") in ("in_process", "paid")
        for payment in self if leaving else ():
            if error := payment._counterparty_error():
                raise UserError(error)
        unbooked = self.filtered(
            lambda payment: (
                (leaving or payment.state == "in_process")
                and not payment.move_id
                and not payment.outstanding_account_id
            )
        )
        if not unbooked or not vals.keys() & _JUDGED:
            return super().write(vals)
        pairs = unbooked._counterparty_pairs(vals)
        gate = self.env["counterparty.gate"].sudo()
        with gate._guard(pairs, by_order=False, documents=unbooked):
            return super().write(vals)

    def _counterparty_pairs(self, vals):
        """Return the ``(commercial partner id, company id)`` that payments touch when written."""
        partners = self.partner_id | self.partner_id.browse(vals.get("partner_id") or ())
        parties = partners.sudo().exists().commercial_partner_id
        return {(party.id, company.id) for party in parties for company in self.company_id}

    def _counterparty_error(self):
        """Return why money may not go out unseen, or False: no counterparty, or no entry.

        Without an entry the payment would not be counted once it is done. Where the full
        accounting is installed payments without one are usual, and the bank statement books them.
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
