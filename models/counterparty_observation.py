from odoo import api, fields, models
from odoo.tools import SQL

from ..policy.gate import Reason


class CounterpartyObservation(models.Model):
    """What would have been blocked: one row for each document and reason, while observing.

    A document with two reasons has two rows and counts under both; ``documents`` and ``share``
    are added up over different documents and observations, so that a total has it once. A later
    observation of a document counts under the reasons that are new.
    """

    _name = "counterparty.observation"
    _description = "Would Have Been Blocked"
    _auto = False
    _rec_name = "name"
    _order = "date desc, id"

    decision_id = fields.Many2one("counterparty.decision", readonly=True)
    date = fields.Datetime(readonly=True)
    reason = fields.Selection("_reason_selection", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Counterparty", readonly=True)
    profile_id = fields.Many2one("counterparty.profile", "Ledger Row", readonly=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, help="Of the party; outside the ledger, of who acted."
    )
    responsible_id = fields.Many2one("res.users", "Applicant", readonly=True)
    user_id = fields.Many2one("res.users", "Carried Out By", readonly=True)
    document_type = fields.Selection(
        [
            ("sale", "Sales order"),
            ("purchase", "Purchase order"),
            ("entry", "Journal entry"),
            ("payment", "Payment"),
            ("other", "Other"),
        ],
        readonly=True,
    )
    name = fields.Char("Document", readonly=True)
    documents = fields.Integer(
        "Number of Documents",
        readonly=True,
        aggregator="count_distinct",
        help="Different documents: one with several reasons counts once.",
    )
    share = fields.Monetary(
        "This Document",
        readonly=True,
        help="What the document added, in company currency; in a sum each one counts once.",
    )
    excess = fields.Monetary(
        readonly=True,
        aggregator="max",
        help="By how much the party would have exceeded its limit; the highest, not the sum.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)

    def action_open_document(self):
        """Open the document that would have been blocked."""
        self.ensure_one()
        self.check_access("read")
        return self.decision_id.sudo().action_open_document()

    @property
    def _table_query(self):
        for name in ("counterparty.decision", "counterparty.profile"):
            self.env[name].flush_model()
        return SQL(
            """
            SELECT DISTINCT ON (seen.documents, seen.partner_id, seen.reason)
                   seen.id::bigint * 64 + seen.position AS id, seen.id AS decision_id, seen.date,
                   seen.reason, seen.company_id, seen.partner_id, profile.id AS profile_id,
                   COALESCE(profile.department_id, seen.department_id) AS department_id,
                   COALESCE(profile.responsible_id, seen.applicant_id) AS responsible_id,
                   seen.user_id, seen.summary AS name, seen.documents, seen.share, seen.excess,
                   CASE seen.res_model WHEN 'sale.order' THEN 'sale'
                        WHEN 'purchase.order' THEN 'purchase' WHEN 'account.move' THEN 'entry'
                        WHEN 'account.payment' THEN 'payment' ELSE 'other' END AS document_type,
                   company.currency_id
              FROM (SELECT d.*, r.reason, r.position,
                           MIN(d.id) OVER (PARTITION BY d.res_model, COALESCE(d.res_id, -d.id))
                           AS documents
                      FROM counterparty_decision d
                     CROSS JOIN LATERAL unnest(string_to_array(d.reasons, ','))
                           WITH ORDINALITY r(reason, position)
                     WHERE d.kind = 'observed') seen
              JOIN res_company company ON company.id = seen.company_id
              LEFT JOIN counterparty_profile profile
                ON profile.partner_id = seen.partner_id AND profile.company_id = seen.company_id
             ORDER BY seen.documents, seen.partner_id, seen.reason, seen.id"""
        )

    @api.model
    def _reason_selection(self):
        labels = self.env["counterparty.decision"]._reason_labels()
        return [(reason.value, labels[reason.value]) for reason in Reason]

    def _read_group_select(self, aggregate_spec, query):
        """Add up each observation once, under whatever reasons it counts."""
        if aggregate_spec != "share:sum":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "(SELECT SUM(value::numeric) FROM jsonb_each_text(jsonb_object_agg(%s, %s)))",
            self._field_to_sql(self._table, "decision_id", query),
            self._field_to_sql(self._table, "share", query),
        )
