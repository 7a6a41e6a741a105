from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Matching within a party is bookkeeping; what settles the item of another one is judged."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        names = ("debit_move_id", "credit_move_id")
        items = self.debit_move_id.browse({vals[n] for vals in vals_list for n in names})
        if len(items.partner_id.commercial_partner_id) <= 1:
            return super().create(vals_list)
        pairs = items._counterparty_pairs()
        with self.env["counterparty.gate"].sudo()._guard(pairs, False, items.move_id):
            return super().create(vals_list)
