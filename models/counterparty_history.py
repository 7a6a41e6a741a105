from odoo import fields, models
from odoo.tools import SQL

from ..policy.gate import EPSILON
from .counterparty_exposure_day import FIGURES
from .counterparty_grade import GRADE_SELECTION

#: Averages add up the parties of a day first, so that a group shows the average of its total.
_DAILY = {"readonly": True, "aggregator": "avg"}


class CounterpartyHistory(models.Model):
    """The occupancy of every single day: ``counterparty.exposure.day`` with its days unfolded.

    Rows of changes alone would mislead a chart or an average. Today is as the last round has it.
    """

    _name = "counterparty.history"
    _description = "Counterparty Occupancy History"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "date"

    partner_id = fields.Many2one("res.partner", "Counterparty", readonly=True)
    profile_id = fields.Many2one("counterparty.profile", "Ledger Row", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    responsible_id = fields.Many2one("res.users", "Applicant", readonly=True)
    grade = fields.Selection(GRADE_SELECTION, readonly=True, help="The grade of today.")
    date = fields.Date(readonly=True)
    source = fields.Selection(
        [("ledger", "Rebuilt from the Ledger"), ("recorded", "Recorded")],
        readonly=True,
        help="What was rebuilt knows entries, but neither orders nor stock.",
    )
    is_change = fields.Boolean("Changed", readonly=True, help="A figure changed on the day.")
    receivable = fields.Monetary("Receivables", **_DAILY)
    deposit = fields.Monetary("Customer Deposits", **_DAILY)
    delivered_uninvoiced = fields.Monetary("Delivered, Not Invoiced", **_DAILY)
    prepayment = fields.Monetary("Prepayments", **_DAILY)
    stock = fields.Monetary("Dedicated Stock", **_DAILY)
    order_commitment = fields.Monetary("Open Sales Orders", **_DAILY)
    purchase_commitment = fields.Monetary("Open Purchase Orders", **_DAILY)
    offset = fields.Monetary("Payables Set Off", **_DAILY)
    exposure_amount = fields.Monetary("Occupied", **_DAILY)
    projected_amount = fields.Monetary("Occupied and Committed", **_DAILY)
    limit_amount = fields.Monetary("Limit", **_DAILY)
    peak_amount = fields.Monetary("Peak of a Party", readonly=True, aggregator="max")
    days_over_limit = fields.Integer("Days Over the Limit", readonly=True)

    @property
    def _table_query(self):
        """Repeat each row for its days, until the next one of the party or until today."""
        for name in ("exposure.day", "exposure.round", "profile"):
            self.env[f"counterparty.{name}"].flush_model()
        return SQL(
            """
            SELECT step.id::bigint * 100000 + n AS id, step.partner_id, step.company_id,
                   company.currency_id, profile.id AS profile_id, profile.department_id,
                   profile.responsible_id, profile.grade, step.date + n AS date,
                   CASE WHEN step.date + n < recording.since THEN 'ledger'
                        WHEN recording.since IS NULL THEN step.source
                        ELSE 'recorded' END AS source,
                   n = 0 AS is_change, %(figures)s, step.exposure_amount AS peak_amount,
                   (step.exposure_amount - step.limit_amount > %(epsilon)s)::int AS days_over_limit
              FROM (SELECT day.*, LEAD(day.date, 1, GREATEST(%(tomorrow)s, day.date + 1))
                           OVER (PARTITION BY day.partner_id, day.company_id ORDER BY day.date)
                           AS next
                      FROM counterparty_exposure_day day) step
             CROSS JOIN LATERAL generate_series(0, step.next - step.date - 1) n
              JOIN res_company company ON company.id = step.company_id
              LEFT JOIN counterparty_exposure_round recording
                ON recording.company_id = step.company_id
              LEFT JOIN counterparty_profile profile
                ON profile.partner_id = step.partner_id AND profile.company_id = step.company_id""",
            figures=SQL(", ").join(SQL.identifier("step", name) for name in FIGURES),
            epsilon=EPSILON,
            tomorrow=fields.Date.add(fields.Date.context_today(self), days=1),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Average over days, not over parties and days."""
        name, _colon, function = aggregate_spec.partition(":")
        if function != "avg" or name not in FIGURES:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) / NULLIF(COUNT(DISTINCT %s), 0)",
            self._field_to_sql(self._table, name, query),
            self._field_to_sql(self._table, "date", query),
        )
