from odoo import fields, models
from odoo.tools import SQL


class CounterpartyReviewReport(models.Model):
    """How long the office took to review each application, and whether in time (article 6)."""

    _name = "counterparty.review.report"
    _description = "Duration of Reviews"
    _auto = False
    _rec_name = "name"
    _order = "application_date desc, id desc"

    application_id = fields.Many2one("counterparty.application", readonly=True)
    name = fields.Char("Number", readonly=True)
    partner_name = fields.Char("Counterparty Name", readonly=True)
    kind = fields.Selection(
        [("new", "New counterparty"), ("change", "Change of an admitted one")],
        "Application Type",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    applicant_id = fields.Many2one("res.users", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    reviewer_id = fields.Many2one("res.users", readonly=True)
    application_date = fields.Date("Submitted On", readonly=True)
    review_date = fields.Date(readonly=True)
    review_deadline = fields.Date("Review Due", readonly=True)
    outcome = fields.Selection(
        [("open", "Under Review"), ("passed", "Passed"), ("failed", "Failed")], readonly=True
    )
    return_count = fields.Integer("Returned", readonly=True, aggregator="sum")
    days = fields.Float(
        "Days to Review",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Days from the last submission to the review, or until today.",
    )
    days_late = fields.Integer(
        readonly=True, aggregator="max", help="Days after the deadline; the most of several."
    )
    is_late = fields.Boolean("Late", readonly=True)
    late_count = fields.Integer("Late Reviews", readonly=True, aggregator="sum")

    def action_open_application(self):
        """Open the application."""
        self.ensure_one()
        self.check_access("read")
        return self.application_id._get_records_action()

    @property
    def _table_query(self):
        self.env["counterparty.application"].flush_model()
        today = self.env.company._counterparty_today()
        return SQL(
            """
            SELECT seen.*, seen.days_late > 0 AS is_late,
                   CASE WHEN seen.days_late > 0 THEN 1 ELSE 0 END AS late_count
              FROM (SELECT a.id, a.id AS application_id, a.name, a.partner_name, a.kind,
                           a.company_id, a.applicant_id, a.department_id, a.application_date,
                           a.review_deadline, a.return_count,
                           CASE WHEN a.state = 'submitted' THEN NULL ELSE a.reviewer_id END
                           AS reviewer_id,
                           CASE WHEN a.state = 'submitted' THEN NULL ELSE a.review_date END
                           AS review_date,
                           CASE WHEN a.state = 'submitted' THEN 'open'
                                WHEN a.state = 'rejected' AND a.approver_id IS NULL THEN 'failed'
                                ELSE 'passed' END AS outcome,
                           (ended.day - a.application_date)::float AS days,
                           GREATEST(ended.day - a.review_deadline, 0) AS days_late
                      FROM counterparty_application a
                     CROSS JOIN LATERAL (
                           SELECT CASE WHEN a.state = 'submitted' THEN %(today)s::date
                                       ELSE a.review_date END AS day) ended
                     WHERE a.application_date IS NOT NULL
                       AND (a.state = 'submitted' OR (a.review_date IS NOT NULL
                            AND a.state IN ('reviewed', 'approved', 'rejected')))) seen""",
            today=today,
        )
