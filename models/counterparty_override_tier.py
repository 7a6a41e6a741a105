from odoo import api, fields, models

from ..policy import approval, override


class CounterpartyOverrideTier(models.Model):
    """Which group decides on an exception up to which excess; above it, the leadership does."""

    _name = "counterparty.override.tier"
    _description = "Tier of Exceptions"
    _inherit = ["mail.thread"]
    _order = "company_id, sequence, id"
    _rec_name = "approver"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10)
    approver = fields.Selection(
        lambda self: self.env["counterparty.override"]._selection_approver(),
        "Decided By",
        required=True,
        default=approval.OFFICE,
        tracking=True,
    )
    has_percent = fields.Boolean("Ceiling in Percent", default=True, tracking=True)
    max_percent = fields.Float(
        "Up to Percent of the Limit", default=10.0, tracking=True, help="Excess over the limit."
    )
    has_amount = fields.Boolean("Ceiling in Money", tracking=True)
    max_amount = fields.Monetary("Up to Amount", tracking=True, help="In company currency.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    valid_days = fields.Integer(
        "Validity (days)", default=15, tracking=True, help="How long the exception can be used."
    )

    _ceiling_check = models.Constraint(
        "CHECK (has_percent OR has_amount)", "A tier has a ceiling, in percent or in money."
    )
    _values_check = models.Constraint(
        "CHECK (max_percent >= 0 AND max_amount >= 0 AND valid_days >= 0)",
        "Percentages, amounts and days are not negative.",
    )

    @api.model
    def _of(self, company):
        """Return the tiers of a company as the policy knows them, in order."""
        return [
            override.Tier(
                tier.approver,
                tier.valid_days,
                tier.max_percent if tier.has_percent else None,
                tier.max_amount if tier.has_amount else None,
            )
            for tier in self.search([("company_id", "=", company.id)])
        ]
