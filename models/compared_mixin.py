from odoo import models


class CounterpartyComparedMixin(models.AbstractModel):
    """A contact is compared with the prohibited list when its names or codes change.

    A merge writes them too, on the contact that is kept.
    """

    _name = "counterparty.compared.mixin"
    _description = "Contact Compared With the Prohibited List"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"name", "vat", "company_registry", "parent_id", "is_company"}:
            self.env["counterparty.screening"]._notice("partner", self.ids)
        return result
