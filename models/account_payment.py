from odoo import api, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """Payments go through their states one by one, so that their entry meets the gate."""

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
            controlled = self.env["res.company"]._counterparty_controlled()
            for payment in self:
                if (
                    payment.payment_type == "outbound"
                    and not payment.partner_id
                    and payment.company_id.id in controlled
                    and payment.company_id._counterparty_blocks()
                ):
                    raise UserError(self.env._("A payment needs the counterparty that gets it."))
        return super().write(vals)
