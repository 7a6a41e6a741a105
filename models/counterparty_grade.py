from typing import NamedTuple

from odoo import api, fields, models, tools

from ..policy import grades


class Enforced(NamedTuple):
    """What the gate enforces of a policy: behaviour at confirmation, and overdue days allowed."""

    behaviour: str
    overdue_days: int


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

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        self.env.registry.clear_cache()
        return policies

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        self.env["counterparty.recheck"].sudo()._notice()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
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
        """Return ``{(company id, grade): Enforced}`` of the policies in force."""
        return {
            (company_id, code): enforced
            for company_id in company_ids
            for code, enforced in self._enforced(company_id).items()
        }

    @tools.ormcache("company_id")
    def _enforced(self, company_id):
        """Return ``{grade: Enforced}`` of a company, remembered until a policy changes."""
        wanted = ["code", "behaviour", "overdue_days"]
        found = self.sudo().search_fetch([("company_id", "=", company_id)], wanted)
        return {policy.code: Enforced(policy.behaviour, policy.overdue_days) for policy in found}
