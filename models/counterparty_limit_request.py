from odoo import api, fields, models

from ..policy import approval, limits
from .counterparty_grade import GRADE_SELECTION
from .frozen_mixin import OWN
from .review_mixin import REVIEWED

#: Live figures of the party or the group, shown beside what is asked for.
_FIGURES = (
    "credit_limit",
    "effective_limit",
    "temporary_until",
    "exposure_amount",
    "projected_amount",
    "available_amount",
    "overdue_amount",
    "overdue_days",
)
_FIGURE = {"compute": "_compute_figures"}


class CounterpartyLimitRequest(models.Model):
    """Request for another limit, permanent or temporary, of a party or a group (article 19)."""

    _name = "counterparty.limit.request"
    _description = "Limit Request"
    _inherit = [
        "counterparty.limit.approval.mixin",
        "counterparty.proposal.mixin",
        "counterparty.review.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _steps = approval.LIMIT_REQUEST
    _workflow_fields = REVIEWED | {
        "name",
        "applicant_id",
        "company_id",
        "partner_id",
        "department_id",
        "application_date",
        "previous_limit",
        "limit_id",
    }
    _open_fields = {
        "draft": OWN,
        "returned": OWN,
        "submitted": frozenset({"review_opinion"}),
    }
    _review_fields = frozenset({"review_opinion"})

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", index=True, ondelete="cascade"
    )
    group_id = fields.Many2one("counterparty.group", index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_subject", store=True, copy=False, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(
        "hr.department", compute="_compute_subject", store=True, copy=False, index=True
    )
    applicant_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        index=True,
    )
    application_date = fields.Date(readonly=True, copy=False)
    kind = fields.Selection(
        [(limits.TEMPORARY, "Temporary"), (limits.PERMANENT, "Permanent")],
        required=True,
        default=limits.TEMPORARY,
        tracking=True,
        help="A temporary limit replaces the permanent one between its dates.",
    )
    date_from = fields.Date("First Day", default=fields.Date.context_today, tracking=True)
    date_to = fields.Date("Last Day", tracking=True)
    reason = fields.Text(tracking=True)
    repayment_plan = fields.Text(
        tracking=True, help="How and when a temporary rise is brought back to the permanent limit."
    )
    previous_limit = fields.Monetary(
        readonly=True, copy=False, help="The permanent limit when the request was decided."
    )
    limit_id = fields.Many2one("counterparty.limit", "Approved Limit", readonly=True, copy=False)
    ended_on = fields.Date(related="limit_id.ended_on")
    grade = fields.Selection(GRADE_SELECTION, **_FIGURE)
    credit_limit = fields.Monetary("Limit Now", **_FIGURE)
    effective_limit = fields.Monetary("Limit in Force Today", **_FIGURE)
    temporary_until = fields.Date(**_FIGURE)
    exposure_amount = fields.Monetary("Occupied", **_FIGURE)
    projected_amount = fields.Monetary("Occupied and Committed", **_FIGURE)
    available_amount = fields.Monetary("Available", **_FIGURE)
    overdue_amount = fields.Monetary("Overdue", **_FIGURE)
    overdue_days = fields.Integer(**_FIGURE)
    objection_text = fields.Text(compute="_compute_objection_text", compute_sudo=True)
    subject = fields.Char("Of", compute="_compute_display_name", help="The party or the group.")

    _subject_check = models.Constraint(
        "CHECK ((profile_id IS NULL) <> (group_id IS NULL))",
        "Please choose either a counterparty or a group.",
    )
    _limit_check = models.Constraint(
        "CHECK (proposed_limit >= 0)", "A credit limit is not negative."
    )
    _open_profile_uniq = models.UniqueIndex(
        "(profile_id) WHERE state IN ('draft', 'submitted', 'returned', 'reviewed')",
        "There is an open limit request of this counterparty already.",
    )
    _open_group_uniq = models.UniqueIndex(
        "(group_id) WHERE state IN ('draft', 'submitted', 'returned', 'reviewed')",
        "There is an open limit request of this group already.",
    )

    @api.depends("profile_id.company_id", "profile_id.department_id", "group_id.company_id")
    def _compute_subject(self):
        for request in self:
            request.company_id = request._subject().company_id
            own = request.applicant_id.with_company(request.company_id).sudo().employee_id
            request.department_id = request.profile_id.department_id or own.department_id

    @api.depends("profile_id", "group_id")
    @api.depends_context("uid")
    def _compute_figures(self):
        for request in self:
            subject = request._subject()._filtered_access("read")
            request.grade = request.profile_id.grade if subject else False
            for name in _FIGURES:
                request[name] = subject[name]

    @api.depends("profile_id", "group_id", "kind", "proposed_limit", "date_from", "date_to")
    def _compute_objection_text(self):
        for request in self:
            texts = request._objections() if request.state in ("draft", "returned") else []
            request.objection_text = "\n".join(texts)

    @api.depends("name", "profile_id", "group_id")
    def _compute_display_name(self):
        for request in self:
            request.subject = request.sudo()._subject().display_name or ""
            request.display_name = f"{request.name} {request.subject}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests.sudo():
            sequence = self.env["ir.sequence"].with_company(request.company_id)
            request.name = sequence.next_by_code("counterparty.limit.request")
        return requests

    def action_drop(self, comment=None):
        """Cancel what somebody else began and left lying, with a reason."""
        return self.action_step("drop", comment)

    def action_end(self, comment=None):
        """End the temporary limit that was approved, today and with a reason."""
        self.ensure_one()
        return self.action_step(self._ending_step() or "end_rise", comment)

    def _applicant(self):
        return self.applicant_id

    def _subject(self):
        return self.profile_id or self.group_id

    def _is_permanent(self):
        return self.kind == limits.PERMANENT
