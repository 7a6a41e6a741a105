from odoo import api, fields, models
from odoo.tools import SQL

from .counterparty_grade import GRADE_SELECTION

#: The vendor in the list of alternatives of a request, where purchase agreements are installed.
_ALTERNATIVES = "//field[@name='alternative_po_ids']/list/field[@name='partner_id']"


class CounterpartyGradedMixin(models.AbstractModel):
    """A purchase shows the grade of its vendor, and is sorted by it."""

    _name = "counterparty.graded.mixin"
    _description = "Purchase With the Grade of Its Vendor"

    counterparty_grade = fields.Selection(
        GRADE_SELECTION,
        "Vendor Grade",
        compute="_compute_counterparty_grade",
        search="_search_counterparty_grade",
        help="The grade of the vendor in the ledger of the company.",
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_counterparty_grade(self):
        self.env["counterparty.grading"]._set_grades(self, "partner_id")

    def _search_counterparty_grade(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["counterparty.grading"]._found("partner_id", value)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            self.env["counterparty.grading"]._show_badge(arch, _ALTERNATIVES)
        return arch, view

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name != "counterparty_grade":
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        ordering = SQL("%s %s", direction, nulls)
        return self.env["counterparty.grading"]._ordering(
            self, alias, "partner_id", ordering, query
        )
