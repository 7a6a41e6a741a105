from odoo import models

from ..policy import changes


class CounterpartyProposingMixin(models.AbstractModel):
    """Name and codes of a contact that is an approved party."""

    _name = "counterparty.proposing.mixin"
    _description = "Contact With Listed Details"
    _inherit = ["counterparty.listed.mixin"]

    def _action_counterparty_apply(self, role):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Counterparty Application"),
            "res_model": "counterparty.application",
            "view_mode": "form",
            "context": {
                "default_partner_id": self.commercial_partner_id.id,
                **self._counterparty_roles(role),
            },
        }

    def _counterparty_roles(self, role):
        """Return the roles to apply for: that one, and the other if there was business in it."""
        ranks = {"customer": self.customer_rank, "supplier": self.supplier_rank}
        return {
            f"default_role_{name}": True for name, rank in ranks.items() if rank or name == role
        }

    def _counterparty_partners(self):
        # A contact keeps its own row while it is moved below another one.
        return self | self.commercial_partner_id

    def _counterparty_listed(self, names, row):
        # Contact persons of a party have names of their own; its codes are shared by all.
        return names if row.partner_id == self else names - {changes.NAME}
