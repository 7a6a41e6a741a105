from odoo import fields, models

from ..policy import group_report


class CounterpartyReportingMixin(models.AbstractModel):
    """Whether, and which parties, a company reports to its parent company (article 10)."""

    _name = "counterparty.reporting.mixin"
    _description = "Options of Reports to the Parent Company"

    counterparty_parent_id = fields.Many2one(
        "res.partner", "Parent Company Reported To", help="Receives the reports on new parties."
    )
    counterparty_report_scope = fields.Selection(
        [
            (group_report.NONE, "None, unless the office asks for it"),
            (group_report.ALL, "Every party"),
            (group_report.CUSTOMERS, "Customers"),
            (group_report.SUPPLIERS, "Suppliers"),
        ],
        "Parties Reported",
        required=True,
        default=group_report.NONE,
    )
    counterparty_report_days = fields.Integer(
        "Report Reminder (days)",
        default=7,
        help="Days after which the office is asked for what waits. 0: never.",
    )
