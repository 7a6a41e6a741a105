from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..policy import exposure


class CounterpartyLinksMixin(models.AbstractModel):
    """Where the buttons of a ledger row lead."""

    _name = "counterparty.links.mixin"
    _description = "Counterparty Links"

    def action_rate(self):
        """Open a new rating of the party."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Rating"),
            "res_model": "counterparty.rating",
            "view_mode": "form",
            "context": {"default_profile_id": self.id},
        }

    def action_open_partner(self):
        """Open the contact of the party."""
        self.ensure_one()
        return self.partner_id._get_records_action()

    def action_open_component(self, component):
        """Open the documents behind a figure; their amounts add up to it.

        :param component: a key of ``policy.exposure.SHOWN``
        """
        self.ensure_one()
        self.check_access("read")
        if component not in exposure.SHOWN:
            raise UserError(self.env._("There is no figure %s.", component))
        report = self.env["counterparty.exposure.report"]
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.display_name}: {dict(report._component_selection())[component]}",
            "res_model": report._name,
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "domain": [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("component", "=", component),
            ],
            "context": {"counterparty_component": component},
        }

    def action_open_related(self):
        """Open the records behind a smart button: orders, items, ratings or applications."""
        self.ensure_one()
        model, domain = {
            "sale": ("sale.order", Domain("partner_invoice_id", "child_of", self.partner_id.id)),
            "purchase": ("purchase.order", Domain("partner_id", "child_of", self.partner_id.id)),
            "rating": ("counterparty.rating", Domain("profile_id", "=", self.id)),
            "limit_request": ("counterparty.limit.request", Domain("profile_id", "=", self.id)),
            "override": ("counterparty.override", Domain("profile_id", "=", self.id)),
            "application": ("counterparty.application", Domain("profile_id", "=", self.id)),
            "decision": ("counterparty.decision", Domain("partner_id", "=", self.partner_id.id)),
        }[self.env.context.get("counterparty_related", "decision")]
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain & Domain("company_id", "=", self.company_id.id)),
            "context": {"create": False},
        }
