from odoo import api, fields, models

from ..policy import grades

GRADE_SELECTION = [
    ("a", "A Excellent"),
    ("b", "B Good"),
    ("c", "C Ordinary"),
    ("d", "D Restricted"),
    ("e", "E Prohibited"),
]


class CounterpartyGrade(models.Model):
    """What a grade allows in a company (article 15)."""

    _name = "counterparty.grade"
    _description = "Counterparty Grade Policy"
    _order = "company_id, code"
    _rec_name = "code"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    code = fields.Selection(GRADE_SELECTION, "Grade", required=True)
    coefficient = fields.Float(
        required=True,
        help="A guide for whoever proposes a credit limit; it is not calculated with.",
    )
    max_term_days = fields.Integer(
        "Longest Credit Term", help="Days after delivery; a guide, not checked."
    )
    max_prepayment_percent = fields.Float(
        "Highest Prepayment", help="Percent of a purchase; a guide, not checked."
    )
    cycle_months = fields.Integer(
        "Rating Cycle",
        help="Months after which a rating is due again; a guide, nobody is reminded.",
    )
    behaviour = fields.Selection(
        [
            (grades.OVER_LIMIT, "Stop what exceeds the limit"),
            (grades.NO_RISE, "Stop all that raises the occupancy"),
            (grades.BARRED, "Stop all business"),
        ],
        "At Confirmation",
        required=True,
    )
    overdue_days = fields.Integer(
        "Overdue Days Allowed", help="Business stops when an open item is overdue for longer."
    )

    _code_uniq = models.UniqueIndex("(company_id, code)", "Each grade has one policy per company.")
    _coefficient_check = models.Constraint(
        "CHECK (coefficient >= 0)", "A coefficient is not negative."
    )
    _overdue_check = models.Constraint("CHECK (overdue_days >= 0)", "Days are not negative.")

    @api.depends("code", "company_id")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for grade in self:
            grade.display_name = labels.get(grade.code, "")

    def write(self, vals):
        result = super().write(vals)
        self.env["counterparty.recheck"].sudo()._notice()
        return result

    @api.model
    def _create_defaults(self, companies):
        """Give companies the default policy of every grade that they lack."""
        found = self.sudo().search([("company_id", "in", companies.ids)])
        existing = {(policy.company_id.id, policy.code) for policy in found}
        self.sudo().create(
            [
                {"company_id": company.id, **vars(policy)}
                for company in companies
                for policy in grades.DEFAULTS
                if (company.id, policy.code) not in existing
            ]
        )

    @api.model
    def _policies(self, company_ids):
        """Return ``{(company id, grade): record}`` of the policies in force."""
        wanted = ["company_id", "code", "behaviour", "overdue_days"]
        policies = self.sudo().search_fetch([("company_id", "in", company_ids)], wanted, order="id")
        return {(policy.company_id.id, policy.code): policy for policy in policies}
