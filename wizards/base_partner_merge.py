from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts brings together one ledger row at most, and keeps every name and code."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        both = src_partners | dst_partner
        self._check_ledger_rows(both)
        names = both.mapped("name")
        registry = next(filter(None, (dst_partner | src_partners).mapped("company_registry")), "")
        keys = self.env["counterparty.party.key"].sudo()
        keys.search([("partner_id", "in", src_partners.ids)]).unlink()
        self._drop_days(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        if registry and registry != dst_partner.company_registry:
            dst_partner.company_registry = registry  # computed, so Odoo would lose it
        keys._refresh(dst_partner.commercial_partner_id.ids)
        dst_partner._counterparty_keep_names({dst_partner.id: names})
        return result

    def _check_ledger_rows(self, partners):
        """Raise if two of the contacts stand in the ledger of one company."""
        profiles = self.env["counterparty.profile"].sudo()
        found = profiles.search([("partner_id", "in", partners.ids)])
        for company, rows in found.grouped("company_id").items():
            if len(rows) > 1:
                raise UserError(
                    self.env._(
                        "%(parties)s stand in the ledger of %(company)s with a row each, and what "
                        "was decided on each stays on record. The office ends the cooperation "
                        "with one of them and archives its contact instead.",
                        parties=", ".join(rows.mapped("partner_name")),
                        company=company.name,
                    )
                )

    def _drop_days(self, src_partners, dst_partner):
        """Of days that both have in the history, that of the contact which stays is kept."""
        self.env["counterparty.exposure.day"].flush_model()
        self.env.execute_query(
            SQL(
                "DELETE FROM counterparty_exposure_day day USING counterparty_exposure_day other"
                " WHERE day.partner_id = ANY(%s) AND other.partner_id = ANY(%s)"
                " AND (other.company_id, other.date) = (day.company_id, day.date)"
                " AND other.id <> day.id AND (other.partner_id = %s OR other.id < day.id)"
                " RETURNING day.id",
                src_partners.ids,
                [*src_partners.ids, dst_partner.id],
                dst_partner.id,
            )
        )
