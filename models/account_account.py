from odoo import api, models


class AccountAccount(models.Model):
    """The accounts that make up the exposure are remembered; changing them forgets."""

    _inherit = "account.account"

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        self.env.registry.clear_cache()
        return accounts

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"account_type", "code", "code_mapping_ids", "company_ids", "reconcile"}:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
