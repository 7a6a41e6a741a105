from odoo import api, fields, models
from odoo.fields import Domain


class CounterpartyCodedMixin(models.AbstractModel):
    """A contact shows the code that the parent company gave it in the current company."""

    _name = "counterparty.coded.mixin"
    _description = "Contact With a Code"

    counterparty_group_erp_code = fields.Char(
        "Code at the Parent Company",
        compute="_compute_counterparty_group_erp_code",
        search="_search_counterparty_group_erp_code",
    )

    @api.depends("counterparty_profile_id")
    @api.depends_context("company", "uid")
    def _compute_counterparty_group_erp_code(self):
        for partner in self:
            partner.counterparty_group_erp_code = partner.counterparty_profile_id.group_erp_code

    def _search_counterparty_group_erp_code(self, operator, value):
        if operator not in ("in", "ilike", "like", "=ilike", "=like"):
            return NotImplemented
        blank = operator == "in" and False in value
        return self._counterparty_search(Domain("group_erp_code", operator, value), blank)
