from odoo import api, fields, models
from odoo.tools import SQL, format_list

#: Table, kind, state in which it is confirmed, what names the debtor, number in the id.
_KINDS = (
    ("sale_order", "sale", "sale", "partner_invoice_id", 0),
    ("purchase_order", "purchase", "purchase", "partner_id", 1),
)
#: The orders of one kind that wait, each with the exception asked for or approved.
_ROWS = """
SELECT o.id * 2 + %(number)s AS id, %(kind)s AS kind, o.id AS record_id,
       %(model)s AS record_model, o.name, party.commercial_partner_id AS partner_id,
       o.company_id, profile.id AS profile_id, profile.department_id,
       COALESCE(o.user_id, profile.responsible_id) AS user_id,
       o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount,
       COALESCE(o.counterparty_held_since, asked.write_date, o.write_date)
       AS held_since,
       COALESCE(o.counterparty_forced_hold, FALSE) AS is_stopped,
       asked.id AS override_id,
       CASE WHEN asked.id IS NULL THEN 'none'
            WHEN asked.state = 'approved' AND asked.valid_until < %(today)s
            THEN 'expired' ELSE asked.state END AS request_state
  FROM %(table)s o
  JOIN res_partner party ON party.id = o.%(debtor)s
  LEFT JOIN counterparty_profile profile
    ON profile.partner_id = party.commercial_partner_id
   AND profile.company_id = o.company_id
  LEFT JOIN LATERAL (
       SELECT c.id, c.state, c.valid_until, c.write_date
         FROM counterparty_override c
        WHERE c.%(field)s = o.id AND c.state IN ('submitted', 'returned', 'approved')
        ORDER BY c.state = 'approved', c.id DESC LIMIT 1) asked ON TRUE
 WHERE o.id IN (
       SELECT id FROM %(table)s
        WHERE counterparty_is_held AND state NOT IN (%(confirmed)s, 'cancel')
        UNION
       SELECT %(field)s FROM counterparty_override
        WHERE state IN ('submitted', 'returned') AND %(field)s IS NOT NULL)
   AND (asked.state IS DISTINCT FROM 'approved' OR asked.valid_until < %(today)s
        OR o.counterparty_forced_hold)"""
#: Fields of orders that are read.
_ORDER = ["name", "state", "partner_id", "company_id", "user_id", "amount_total", "currency_rate"]
_ORDER += ["counterparty_is_held", "counterparty_held_since", "counterparty_forced_hold"]


class CounterpartyHeld(models.Model):
    """The queue of documents that wait to be released (待放行), one row for each of them.

    An order waits when a customer accepted it online, when an exception was asked for, or when
    somebody stopped it.
    """

    _name = "counterparty.held"
    _description = "Held Document"
    _inherit = ["counterparty.queue.mixin"]
    _auto = False
    _rec_name = "name"
    _order = "held_since, id"
    _depends = {
        "sale.order": [*_ORDER, "partner_invoice_id"],
        "purchase.order": _ORDER,
        "counterparty.override": ["sale_order_id", "purchase_order_id", "state", "valid_until"],
        "counterparty.profile": ["partner_id", "company_id", "department_id", "responsible_id"],
        "res.partner": ["commercial_partner_id"],
    }

    kind = fields.Selection(
        [("sale", "Sales Order"), ("purchase", "Purchase Order")], "Document Type", readonly=True
    )
    record_id = fields.Many2oneReference(model_field="record_model", readonly=True)
    record_model = fields.Char(readonly=True)
    name = fields.Char("Document", readonly=True)
    partner_id = fields.Many2one("res.partner", "Counterparty", readonly=True)
    profile_id = fields.Many2one("counterparty.profile", "Ledger Row", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one("hr.department", readonly=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    amount = fields.Monetary("Document Amount", readonly=True, help="In company currency.")
    held_since = fields.Datetime(readonly=True)
    age_days = fields.Integer("Days Waiting", compute="_compute_age_days")
    is_stopped = fields.Boolean("Forced Hold", readonly=True)
    override_id = fields.Many2one("counterparty.override", "Exception", readonly=True)
    request_state = fields.Selection(
        [
            ("none", "Not asked for"),
            ("submitted", "Awaiting Approval"),
            ("returned", "Returned"),
            ("approved", "Released"),
            ("expired", "Release expired"),
        ],
        "Request",
        readonly=True,
    )
    approver = fields.Selection(related="override_id.approver")
    reason = fields.Text(related="override_id.reason", string="What Was Asked")
    plan = fields.Text(related="override_id.plan")
    released_amount = fields.Monetary(related="override_id.amount", string="Amount to Release")
    excess_amount = fields.Monetary("Excess", compute="_compute_reasons", compute_sudo=True)
    reason_text = fields.Text("Reasons", compute="_compute_reasons", compute_sudo=True)
    reason_labels = fields.Char("Why", compute="_compute_reasons", compute_sudo=True)

    @api.depends("held_since")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for row in self:
            row.age_days = (now - row.held_since).days if row.held_since else 0

    @api.depends("record_id")
    @api.depends_context("lang")
    def _compute_reasons(self):
        """Why the documents would be refused now, all rows at once."""
        orders = self._documents()
        amounts = {
            order: row.override_id.amount or order._counterparty_amount()
            for row, order in orders.items()
        }
        for order in amounts:
            if order._counterparty_is_confirmed():
                amounts[order] -= order._counterparty_amount()
        refused = self.env["counterparty.trial"]._refused(amounts)
        wording = self.env["counterparty.wording"]
        labels = self.env["counterparty.decision"]._reason_labels()
        for row, order in orders.items():
            cases = refused[order]
            reasons = dict.fromkeys(r.value for case in cases for r in case.verdict.reasons)
            row.excess_amount = max((case.verdict.excess for case in cases), default=0.0)
            row.reason_text = "\n".join(t for case in cases for t in wording._reasons(case))
            row.reason_labels = format_list(self.env, [labels[code] for code in reasons], "unit")

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._rows_of(*kind) for kind in _KINDS)

    @api.model
    def _rows_of(self, table, kind, confirmed, debtor, number):
        """Select the orders of one kind that wait."""
        field = SQL.identifier(f"{table}_id")
        return SQL(
            _ROWS,
            number=number,
            kind=kind,
            model=table.replace("_", "."),
            table=SQL.identifier(table),
            debtor=SQL.identifier(debtor),
            field=field,
            confirmed=confirmed,
            today=self.env.company._counterparty_today(),
        )
