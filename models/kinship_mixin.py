from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

#: What decides which commercial partner a contact belongs to.
_KINSHIP = frozenset({"is_company", "parent_id"})


class CounterpartyKinshipMixin(models.AbstractModel):
    """Contacts that join or leave a party take along what they occupy, and their ledger row."""

    _name = "counterparty.kinship.mixin"
    _description = "Contact of a Counterparty"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._counterparty_check_kinship(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._counterparty_check_kinship(vals)
        if not vals.keys() & _KINSHIP:
            return super().write(vals)
        joined = self.browse(vals.get("parent_id") or ())
        with (self | joined)._counterparty_moving():
            result = super().write(vals)
            self._counterparty_check_rows()
        return result

    @contextmanager
    def _counterparty_moving(self):
        """Judge a change of who belongs to whom: what a party takes over is a rise of its own."""
        family = self.sudo().with_context(active_test=False)
        parties = family.commercial_partner_id
        family = family.search([("id", "child_of", family.ids)])
        companies = self.env["res.company"]._counterparty_controlled()
        gate = self.env["counterparty.gate"].sudo()
        pairs = {(party.id, company) for party in parties for company in companies}
        with gate._guard(pairs) as watch:
            yield
            left = family.exists().commercial_partner_id - parties
            gate._touch(watch, {(p.id, company) for p in left for company in companies}, fresh=True)

    def _counterparty_check_rows(self):
        """A party of the ledger stays a commercial partner of its own."""
        lost = self.sudo().filtered(lambda partner: partner.commercial_partner_id != partner)
        if rows := lost.counterparty_profile_ids:
            raise UserError(
                self.env._(
                    "%s stands in the ledger and cannot become the contact of another party. "
                    "Please add a contact to that party, or merge the two.",
                    format_list(self.env, rows.partner_id.mapped("display_name")),
                )
            )

    @api.model
    def _counterparty_check_kinship(self, vals):
        if "commercial_partner_id" in vals and not self.env.su:
            raise AccessError(
                self.env._("The commercial partner follows from the contact's company.")
            )
