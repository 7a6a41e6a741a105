from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging moves documents and ledger rows by SQL: who survives is judged, no row is lost.

    Accounts and licences that a merged contact brings along are proposed where the party is
    admitted.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if len(partners) < 2:  # noqa: PLR2004
            return super()._merge(partner_ids, dst_partner, extra_checks)
        named = dst_partner and dst_partner in partners
        kept = dst_partner if named else self._get_ordered_partner(partners.ids)[-1]
        kept = kept.with_env(self.env)
        self._counterparty_check_rows(partners - kept, kept)
        with partners._counterparty_moving():
            if kept == kept.commercial_partner_id:
                self.env["counterparty.exposure.day"]._merge(partners - kept, kept)
            return super()._merge(partner_ids, kept, extra_checks)

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

    def _counterparty_check_rows(self, merged, kept):
        """Ledger rows move to a contact that has one, and never two of a company meet."""
        rows, own = merged.sudo().counterparty_profile_ids, kept.sudo().counterparty_profile_ids
        if not rows:
            return
        names = format_list(self.env, rows.partner_id.mapped("display_name"))
        if not own:
            raise UserError(
                self.env._(
                    "%(names)s stands in the ledger, %(kept)s does not. "
                    "Please merge into the party of the ledger instead.",
                    names=names,
                    kept=kept.display_name,
                )
            )
        if rows.company_id & own.company_id:
            raise UserError(
                self.env._(
                    "%(names)s and %(kept)s both stand in the ledger of %(companies)s: two rows "
                    "cannot become one. Please move the open documents and close one of them.",
                    names=names,
                    kept=kept.display_name,
                    companies=format_list(
                        self.env, (rows.company_id & own.company_id).mapped("name")
                    ),
                )
            )

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Keep the names and codes of all of them: the contact which stays is found by them."""
        names = src_partners.mapped("name")
        registry = next(filter(None, (dst_partner | src_partners).mapped("company_registry")), "")
        keys = self.env["counterparty.party.key"].sudo()
        keys.search([("partner_id", "in", src_partners.ids)]).unlink()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        if registry and registry != dst_partner.company_registry:
            dst_partner.company_registry = registry  # computed, so Odoo would lose it
        keys._refresh(dst_partner.commercial_partner_id.ids)
        dst_partner._counterparty_keep_names({dst_partner.id: names})
        return result
