from odoo import fields, models


class CounterpartyReviewOptionsMixin(models.AbstractModel):
    """How a company reviews applications (articles 5 and 6)."""

    _name = "counterparty.review.options.mixin"
    _description = "Options of Reviews"

    counterparty_review_days = fields.Integer(
        "Review (working days)",
        default=2,
        help="In how many working days the office reviews what was submitted.",
    )
    counterparty_supplier_assessment = fields.Boolean(
        "Assess Suppliers",
        help="An application for a supplier needs interview, capability and evaluation report.",
    )

    counterparty_scope_category_ids = fields.Many2many(
        "product.category",
        "res_company_counterparty_scope_rel",
        string="Scope of Business",
        help="Product categories within which the company cooperates, those below them included. "
        "Empty: all.",
    )
