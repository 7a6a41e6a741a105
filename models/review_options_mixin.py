from odoo import fields, models

from ..policy import elimination


class CounterpartyReviewOptionsMixin(models.AbstractModel):
    """How a company admits its parties and reviews them (articles 4 to 6 and 15)."""

    _name = "counterparty.review.options.mixin"
    _description = "Options of Reviews"

    counterparty_admit_roles = fields.Boolean(
        "Admit for Each Role",
        help="Orders are refused in a role, customer or supplier, that was not applied for. "
        "Otherwise business gives an admitted party the role.",
    )
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
    counterparty_corrective_mode = fields.Selection(
        [
            (elimination.OFF, "Not asked for"),
            (elimination.WARN, "Warn where there is none"),
            (elimination.BLOCK, "Refuse where there is none"),
        ],
        "Corrective Action Before Grade D or E",
        required=True,
        default=elimination.WARN,
    )
