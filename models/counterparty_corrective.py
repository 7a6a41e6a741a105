from odoo import api, fields, models
from odoo.fields import Domain

from ..policy import approval, corrective
from .corrective_reply_mixin import LATER, REPLY

_CONTENT = frozenset({"issue", "measure", "severity", "is_warning"})


class CounterpartyCorrective(models.Model):
    """A supplier is told what to correct, replies, and somebody else verifies it (整改)."""

    _name = "counterparty.corrective"
    _description = "Corrective Action"
    _inherit = ["counterparty.corrective.course.mixin", "counterparty.corrective.reply.mixin"]
    _order = "id desc"

    _steps = approval.CORRECTIVE
    _workflow_fields = frozenset(
        {
            "name",
            "state",
            "partner_id",
            "company_id",
            "department_id",
            "applicant_id",
            "issue_date",
            "issuer_id",
            "replier_ids",
            "reply_date",
            "verifier_id",
            "verification_date",
        }
    )
    _open_fields = {
        corrective.DRAFT: _CONTENT | LATER,
        corrective.ISSUED: REPLY | LATER,
        corrective.REPLIED: frozenset({"verification"}),
    }
    _review_fields = frozenset({"verification"})

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
    profile_id = fields.Many2one(
        "counterparty.profile",
        "Supplier",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('role_supplier', '=', True)]",
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="profile_id.department_id", store=True, index=True)
    applicant_id = fields.Many2one(
        "res.users",
        "Begun By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    issue = fields.Text("Issue Found", tracking=True)
    measure = fields.Text("Required Measure", tracking=True)
    severity = fields.Selection(
        [("low", "Minor"), ("medium", "Moderate"), ("high", "Serious")],
        required=True,
        default="medium",
        tracking=True,
    )
    is_warning = fields.Boolean(
        "Warning", tracking=True, help="The notice warns that the cooperation may be restricted."
    )
    issue_date = fields.Date("Issued On", readonly=True, copy=False)
    issuer_id = fields.Many2one("res.users", "Notice Issued By", readonly=True, copy=False)
    verification = fields.Text(
        "Result of the Verification", copy=False, help="What was checked, how, and what was found."
    )
    verifier_id = fields.Many2one("res.users", "Verified By", readonly=True, copy=False)
    verification_date = fields.Date("Verified On", readonly=True, copy=False)
    state = fields.Selection(
        [
            (corrective.DRAFT, "Draft"),
            (corrective.ISSUED, "Issued"),
            (corrective.REPLIED, "Replied"),
            (corrective.CLOSED, "Closed (Effective)"),
            (corrective.FAILED, "Failed (Ineffective)"),
            (corrective.CANCELLED, "Cancelled"),
        ],
        required=True,
        default=corrective.DRAFT,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    is_overdue = fields.Boolean(
        "Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="The deadline has passed and the supplier has not replied.",
    )

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        for action in self:
            today = (action.company_id or self.env.company)._counterparty_today()
            action.is_overdue = corrective.is_overdue(action.state, action.deadline, today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("deadline", "<", company._counterparty_today())
            for company in self.env.companies
        )
        late &= Domain("state", "=", corrective.ISSUED)
        return (late if True in value else Domain.FALSE) | (
            ~late if False in value else Domain.FALSE
        )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for action in self:
            action.display_name = f"{action.name} {action.partner_id.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        for action in actions.sudo():
            sequence = self.env["ir.sequence"].with_company(action.company_id)
            action.name = sequence.next_by_code("counterparty.corrective")
        return actions

    def action_issue(self):
        """Send the notice off: from now on the supplier owes a reply."""
        return self.action_step("issue_correction")

    def action_record_reply(self):
        """Record that the supplier replied; somebody else verifies it."""
        return self.action_step("record_reply")

    def action_ask_back(self, comment=None):
        """Ask the supplier once more, with what is wanting."""
        return self.action_step("ask_back", comment)

    def action_close_correction(self):
        """Close it as effective."""
        return self.action_step("close_correction")

    def action_fail_correction(self):
        """Close it as ineffective."""
        return self.action_step("fail_correction")

    def action_fail_unanswered(self, comment=None):
        """Close it as ineffective where no reply came in time, with a reason."""
        return self.action_step("fail_unanswered", comment)

    def action_cancel(self):
        """Drop a draft."""
        return self.action_step("cancel")

    def action_drop(self, comment=None):
        """Take a notice back, with a reason."""
        return self.action_step("drop", comment)
