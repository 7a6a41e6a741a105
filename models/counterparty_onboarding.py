from odoo import api, fields, models

from ..policy import approval
from .frozen_mixin import OWN

#: Days of the past that the report on what would have been blocked is read for.
_DAYS = 30


class CounterpartyOnboarding(models.Model):
    """Switching control on in a company that trades already (article 1).

    The office lists the parties that are traded with, their people and first limits; the
    leadership confirms. Then they enter the ledger, and control is enforced from a day on.
    """

    _name = "counterparty.onboarding"
    _description = "Switch-On"
    _inherit = [
        "counterparty.preparation.mixin",
        "counterparty.switch.on.mixin",
        "counterparty.decided.mixin",
    ]
    _order = "id desc"

    _steps = approval.ONBOARDING
    _workflow_fields = frozenset(
        {
            "name",
            "state",
            "company_id",
            "applicant_id",
            "approver_id",
            "approval_date",
            "switched_on",
        }
    )
    _open_fields = {"draft": OWN, "returned": OWN}

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Awaiting Approval"),
            ("returned", "Returned"),
            ("approved", "Being Carried Out"),
            ("done", "Switched On"),
            ("observing", "Back to Observing"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        index=True,
    )
    company_mode = fields.Selection(related="company_id.counterparty_mode")
    currency_id = fields.Many2one(related="company_id.currency_id")
    applicant_id = fields.Many2one(
        "res.users",
        "Prepared By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    approver_id = fields.Many2one("res.users", readonly=True, copy=False)
    approval_date = fields.Date(readonly=True, copy=False)
    switched_on = fields.Datetime(readonly=True, copy=False)
    enforce_from = fields.Date(
        "Enforced From",
        default=lambda self: fields.Date.start_of(
            fields.Date.add(self.env.company._counterparty_today(), months=1), "month"
        ),
        tracking=True,
        help="Until that day what would be refused is only recorded; what was confirmed before "
        "is not touched.",
    )
    months = fields.Integer(
        "Months Looked Back",
        default=12,
        help="Parties with orders, invoices or payments in these months are listed, besides "
        "those with open items or funds occupied.",
    )
    documents_days = fields.Integer(
        "Documents Due (days)",
        default=90,
        help="Days after the control is enforced in which existing parties hand in their business "
        "licence.",
    )
    documents_due = fields.Date("Documents Due On", compute="_compute_documents_due")
    line_ids = fields.One2many("counterparty.onboarding.line", "onboarding_id", "Existing Parties")
    line_count = fields.Integer("Listed", compute="_compute_counts")
    included_count = fields.Integer("To Be Admitted", compute="_compute_counts")
    admitted_count = fields.Integer("In the Ledger", compute="_compute_counts")
    limit_total = fields.Monetary("Sum of First Limits", compute="_compute_counts")
    observed_count = fields.Integer("Would Have Been Blocked", compute="_compute_observed")
    observed_text = fields.Text("By Reason", compute="_compute_observed")

    _days_check = models.Constraint(
        "CHECK (months > 0 AND months <= 60 AND documents_days >= 0)",
        "Please look back at least one and at most 60 months; days are not negative.",
    )
    _open_uniq = models.UniqueIndex(
        "(company_id) WHERE state IN ('draft', 'submitted', 'returned', 'approved')",
        "A switch-on of this company is under way already. Please go on with that one.",
    )

    @api.depends("enforce_from", "documents_days")
    def _compute_documents_due(self):
        for record in self:
            start = record.enforce_from
            record.documents_due = start and fields.Date.add(start, days=record.documents_days)

    @api.depends("line_ids.include", "line_ids.is_done", "line_ids.proposed_limit")
    def _compute_counts(self):
        groups = self.env["counterparty.onboarding.line"]._read_group(
            [("onboarding_id", "in", self.ids)],
            ["onboarding_id", "include", "is_done"],
            ["__count", "proposed_limit:sum"],
        )
        for record in self:
            rows = [row[1:] for row in groups if row[0] == record]
            record.line_count = sum(count for _included, _done, count, _limit in rows)
            record.included_count = sum(count for included, _d, count, _l in rows if included)
            record.admitted_count = sum(count for _i, done, count, _l in rows if done)
            record.limit_total = sum(limit for included, _d, _c, limit in rows if included)

    @api.depends("company_id")
    @api.depends_context("uid", "lang")
    def _compute_observed(self):
        report = self.env["counterparty.observation"]
        labels = dict(report._reason_selection())
        for record in self:
            domain = record._observed_domain()
            measures = ["documents:count_distinct", "share:sum"]
            (total,) = report._read_group(domain, [], measures[:1])[0]
            record.observed_count = total
            record.observed_text = "\n".join(
                self.env._(
                    "%(reason)s: %(count)s documents, %(amount)s",
                    reason=labels[reason],
                    count=count,
                    amount=record.currency_id.format(amount or 0.0),
                )
                for reason, count, amount in report._read_group(
                    domain, ["reason"], measures, order="documents:count_distinct DESC"
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records.sudo():
            sequence = self.env["ir.sequence"].with_company(record.company_id)
            record.name = sequence.next_by_code("counterparty.onboarding")
            record._propose()
        return records

    def _applicant(self):
        return self.applicant_id

    def _step_values(self, step, comment):
        if step.name != "approve":
            return {}
        today = self.company_id._counterparty_today()
        return {"approver_id": self.env.uid, "approval_date": today}

    def _observed_domain(self):
        """Return the domain of what would have been blocked in the company lately."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=_DAYS)
        return [("company_id", "=", self.company_id.id), ("date", ">=", since)]

    def _decision_partner(self):
        return self.env["res.partner"]

    def _decision_department(self):
        return self.env["hr.department"]

    def _decision_facts(self):
        return {
            "parties": self.included_count,
            "limits": self.limit_total,
            "date_from": str(self.enforce_from or ""),
            "documents_due": str(self.documents_due or ""),
        }
