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
