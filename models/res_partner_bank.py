from odoo import api, models
from odoo.exceptions import UserError

from ..policy import changes


class ResPartnerBank(models.Model):
    """Bank accounts of an approved party are added and altered by an approved change."""

    _name = "res.partner.bank"
    _inherit = ["counterparty.listed.mixin", "res.partner.bank"]

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        for account, row in accounts._counterparty_rows().items():
            with account._counterparty_carrying_out():
                account.sudo().active = False
            account._counterparty_propose(row, {"acc_number": account.acc_number})
        return accounts

    def _counterparty_propose(self, row, values):
        if {"bank_name", "bank_bic"} & values.keys():
            raise UserError(
                self.env._(
                    "%s belongs to an admitted counterparty: please choose another bank instead of "
                    "renaming it.",
                    self.display_name,
                )
            )
        application = self.env["counterparty.application"]._change_draft(row)
        if values.get("active") is False:
            application._propose(changes.BANK_END, False, bank_account_id=self.id)
            return
        known = application.change_ids.filtered(
            lambda line: line.bank_account_id == self and line.field == changes.BANK
        )
        application._propose(
            changes.BANK,
            values.get("acc_number") or known.value or self.acc_number,
            bank_account_id=self.id,
            holder_name=values.get("acc_holder_name", known.holder_name or self.acc_holder_name),
            bank_id=values.get("bank_id", known.bank_id.id or self.bank_id.id),
            clearing_number=values.get(
                "clearing_number", known.clearing_number or self.clearing_number
            ),
        )
