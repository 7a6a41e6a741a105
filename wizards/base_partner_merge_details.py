from odoo import models


class BasePartnerMergeDetails(models.TransientModel):
    """What a merged contact brings along becomes a proposal where the party is admitted."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge_bank_accounts(self, src_partners, dst_partner):
        row = dst_partner.with_env(self.env)._counterparty_rows().get(dst_partner)
        if not row:
            return super()._merge_bank_accounts(src_partners, dst_partner)
        accounts = src_partners.sudo().bank_ids
        licences = src_partners.sudo().counterparty_licence_ids
        with dst_partner._counterparty_carrying_out():
            result = super()._merge_bank_accounts(src_partners, dst_partner)
            accounts.exists().active = False
            if licences:
                application = self.env["counterparty.application"]._change_draft(row)
                licences.write({"partner_id": False, "application_id": application.id})
                for licence in licences:
                    application._tell_proposed(licence.display_name)
        for account in accounts.exists().with_env(self.env):
            account._counterparty_propose(row, {"acc_number": account.acc_number})
        return result
