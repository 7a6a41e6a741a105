from odoo import api, fields, models
from odoo.tools import SQL

from ..policy import exposure
from .counterparty_grade import GRADE_SELECTION

#: What each component is made of, row by row; ``policy/exposure.py`` says the same of the sums.
_AMOUNTS = {
    "order_commitment": "order_open - order_advance - order_uncounted",
    "purchase_commitment": "purchase_share - purchase_uncounted",
}


class CounterpartyExposureReport(models.Model):
    """The documents behind the funds occupied, each with its amount (articles 17 and 18).

    The rows are those of the exposure statement itself, so the rows of a party and a component
    add up to its figure. One row that is no document says what prepayments cover of purchases.
    """

    _name = "counterparty.exposure.report"
    _description = "Exposure Analysis"
    _inherit = ["counterparty.document.mixin"]
    _auto = False
    _rec_name = "name"
    _order = "date desc nulls last, id"

    partner_id = fields.Many2one("res.partner", "Counterparty", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    profile_id = fields.Many2one("counterparty.profile", "Ledger Row", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    responsible_id = fields.Many2one("res.users", "Applicant", readonly=True)
    grade = fields.Selection(GRADE_SELECTION, readonly=True)
    component = fields.Selection("_component_selection", readonly=True)
    date = fields.Date(readonly=True)
    date_due = fields.Date("Due", readonly=True)
    age = fields.Selection(
        [
            ("none", "No due date"),
            ("not_due", "Not due"),
            ("d30", "Overdue 1 to 30 days"),
            ("d60", "Overdue 31 to 60 days"),
            ("d90", "Overdue 61 to 90 days"),
            ("d180", "Overdue 91 to 180 days"),
            ("more", "Overdue more than 180 days"),
        ],
        readonly=True,
    )
    amount = fields.Monetary(readonly=True, help="In company currency.")
    effect_amount = fields.Monetary(
        "Effect", readonly=True, help="The amount as it is added up: deductions are negative."
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    document_currency_id = fields.Many2one("res.currency", readonly=True)
    document_amount = fields.Monetary(
        "Amount in Document Currency", currency_field="document_currency_id", readonly=True
    )

    @property
    def _table_query(self):
        service = self.env["counterparty.exposure"].sudo()
        self.env.flush_all()
        self.env["counterparty.profile"].flush_model()
        companies = self.env["res.company"].sudo().search([("id", "in", self.env.companies.ids)])
        scopes = service._scopes(companies, detailed=True)
        return SQL(" UNION ALL ").join(self._rows_of(service, scope) for scope in scopes)

    @api.model
    def _component_selection(self):
        known = self.env["counterparty.profile"]._fields
        return [(name, known[name]._description_string(self.env)) for name in exposure.SHOWN]

    def _rows_of(self, service, scope):
        """Select the rows of companies that are alike."""
        left_out = service._left_out(scope.settings)
        values = SQL(", ").join(
            SQL("(%s, %s)", name, self._amount_of(name, left_out)) for name in exposure.SHOWN
        )
        parts = SQL(
            "(WITH m AS NOT MATERIALIZED (%s) %s)", service._parties(), service._union(scope)
        )
        return SQL(
            """
            SELECT ('x' || SUBSTR(MD5(CONCAT_WS(':', d.kind, d.record_id, d.cp, d.company_id,
                                                d.component)), 1, 13))::bit(52)::bigint AS id,
                   d.cp AS partner_id, d.company_id, profile.id AS profile_id,
                   profile.department_id, profile.responsible_id, profile.grade,
                   d.component, d.kind, d.record_id, d.account_id, d.name, d.date, d.date_due,
                   %(age)s AS age, d.amount, company.currency_id,
                   CASE WHEN d.component = ANY(%(deducted)s) THEN -d.amount ELSE d.amount END
                   AS effect_amount,
                   COALESCE(d.document_currency_id, company.currency_id) AS document_currency_id,
                   d.amount * COALESCE(d.rate, 1) AS document_amount
              FROM (%(documents)s UNION ALL %(covered)s) d
              JOIN res_company company ON company.id = d.company_id
              LEFT JOIN counterparty_profile profile
                ON profile.partner_id = d.cp AND profile.company_id = d.company_id""",
            age=self._age(scope.today),
            deducted=list(exposure.DEDUCTED),
            documents=SQL(
                "SELECT p.cp, p.company_id, p.kind, p.record_id, p.account_id,"
                " p.document_currency_id, p.rate, p.date, p.date_due, p.name, v.component, v.amount"
                " FROM %s p CROSS JOIN LATERAL (VALUES %s) v(component, amount)"
                " WHERE v.amount <> 0",
                parts,
                values,
            ),
            covered=self._covered(parts, left_out),
        )

    def _amount_of(self, component, left_out):
        """Return the amount of a component in a row, zero where the company leaves it out."""
        if left_out & {component, component.replace("_commitment", "_open")}:
            return SQL("0.0")
        known = _AMOUNTS.get(component)
        return SQL(known) if known else SQL.identifier(component)

    def _covered(self, parts, left_out):
        """Select what prepayments cover of the purchases of each party, as a deduction."""
        share = self._amount_of("purchase_commitment", left_out)
        return SQL(
            "SELECT cp, company_id, 'adjustment', cp, NULL, NULL, NULL, NULL, NULL, NULL,"
            " 'purchase_commitment', -LEAST(SUM(%s), SUM(prepayment)) FROM %s p"
            " GROUP BY cp, company_id HAVING LEAST(SUM(%s), SUM(prepayment)) > 0",
            share,
            parts,
            share,
        )

    def _age(self, today):
        """Return the age bucket of a receivable by its due date."""
        return SQL(
            "CASE WHEN d.component <> 'receivable' OR d.date_due IS NULL THEN 'none'"
            " WHEN d.date_due >= %(today)s THEN 'not_due'"
            " WHEN %(today)s - d.date_due <= 30 THEN 'd30'"
            " WHEN %(today)s - d.date_due <= 60 THEN 'd60'"
            " WHEN %(today)s - d.date_due <= 90 THEN 'd90'"
            " WHEN %(today)s - d.date_due <= 180 THEN 'd180' ELSE 'more' END",
            today=today,
        )
