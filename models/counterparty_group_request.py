from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..policy import approval, code_slips, group_report
from .reported_mixin import REPORT_STATES

_OPEN = frozenset({"note"})


class CounterpartyGroupRequest(models.Model):
    """The report of an approved party to the parent company, and the code that it returns."""

    _name = "counterparty.group.request"
    _description = "Report to the Parent Company"
    _inherit = ["counterparty.approval.mixin", "counterparty.waiting.mixin"]
    _order = "id desc"

    _steps = approval.GROUP_REQUEST
    _workflow_fields = frozenset(
        {"name", "profile_id", "application_id", "state", "waiting_since", "batch_id"}
        | {f"{what}_{by}" for what in ("reported", "received") for by in ("date", "by_id")}
    )
    _open_fields = {
        group_report.NOT_NEEDED: _OPEN,
        group_report.TO_REPORT: _OPEN,
        group_report.REPORTED: _OPEN | {"group_erp_code"},
        group_report.RECEIVED: _OPEN,
    }

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", required=True, readonly=True, ondelete="cascade"
    )
    application_id = fields.Many2one("counterparty.application", readonly=True, index=True)
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    partner_name = fields.Char(related="profile_id.partner_name", store=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="profile_id.department_id", store=True)
    responsible_id = fields.Many2one(related="profile_id.responsible_id", store=True)
    role_customer = fields.Boolean(related="profile_id.role_customer")
    role_supplier = fields.Boolean(related="profile_id.role_supplier")
    licence_number = fields.Char(related="partner_id.counterparty_licence_number")
    state = fields.Selection(
        REPORT_STATES,
        required=True,
        default=group_report.TO_REPORT,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    group_erp_code = fields.Char(
        "Code at the Parent Company",
        copy=False,
        tracking=True,
        help="As the parent company returned it.",
    )
    note = fields.Text("Remarks")
    batch_id = fields.Many2one("counterparty.group.batch", readonly=True, copy=False, index=True)
    reported_date = fields.Date(readonly=True, copy=False)
    reported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    received_date = fields.Date("Code Received On", readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", "Code Entered By", readonly=True, copy=False)

    _profile_uniq = models.UniqueIndex("(profile_id)", "A party is reported once.")
    _code_uniq = models.UniqueIndex(
        "(company_id, group_erp_code) WHERE group_erp_code IS NOT NULL",
        "Another party has this code of the parent company already.",
    )

    @api.depends("name", "partner_name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request.name} {request.partner_name or ''}".strip()

    @api.constrains("group_erp_code")
    def _check_group_erp_code(self):
        for request in self:
            if code_slips.damage(request.group_erp_code):
                raise ValidationError(
                    self.env._(
                        "%(name)s: the code %(code)s looks cut by a spreadsheet program.",
                        name=request.display_name,
                        code=request.group_erp_code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests.sudo():
            sequence = self.env["ir.sequence"].with_company(request.company_id)
            request.name = sequence.next_by_code("counterparty.group.request")
            request.waiting_since = request.company_id._counterparty_today()
        return requests

    def write(self, vals):
        if "group_erp_code" in vals:
            code = group_report.clean_code(vals["group_erp_code"])
            vals = {**vals, "group_erp_code": code or False}
        return super().write(vals)

    def action_report(self):
        """Mark as reported by other means than a batch."""
        return self.action_step("report")

    def action_take_back(self):
        """Undo the report: it is to be reported again."""
        return self.action_step("take_back")

    def action_waive(self, comment=None):
        """Decide that the party is not reported, with a reason."""
        return self.action_step("waive", comment)

    def action_demand(self):
        """Decide that the party is reported."""
        return self.action_step("demand")

    def action_receive(self):
        """Confirm the code that was entered: it appears in the ledger."""
        return self.action_step("receive")

    def action_correct(self, comment=None):
        """Take the code back, with a reason, to enter another one."""
        return self.action_step("correct", comment)

    def action_export(self):
        """Put what is to be reported in a batch with its sheet, mark it, and open the batch.

        :raise UserError: if none of it is to be reported
        """
        wanted = self.filtered(lambda request: request.state == group_report.TO_REPORT)
        if not wanted:
            raise UserError(
                self.env._("None of the selected parties is to be reported: nothing to export.")
            )
        return self.env["counterparty.group.batch"]._export(wanted)._get_records_action()

    def action_open_profile(self):
        """Open the ledger row of the party."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    def _action_open(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "counterparty_control.counterparty_group_request_action"
        )
        if len(self) == 1:
            return action | {"res_id": self.id, "views": [(False, "form")]}
        return action | {"domain": [("id", "in", self.ids)], "context": {}}

    def _applicant(self):
        return self.responsible_id

    def _missing(self):
        return [] if self.group_erp_code else [self.env._("the code of the parent company")]

    def _step_values(self, step, comment):
        today, user = self.company_id._counterparty_today(), self.env.user.id
        nobody = {"reported_date": False, "reported_by_id": False, "batch_id": False}
        uncoded = {"group_erp_code": False, "received_date": False, "received_by_id": False}
        values = {
            "report": {"reported_date": today, "reported_by_id": user},
            "take_back": nobody | uncoded,
            "receive": {"received_date": today, "received_by_id": user},
            "correct": uncoded,
        }
        return values.get(step.name, {}) | {"waiting_since": today}

    def _after_step(self, step, comment):
        self.profile_id.group_erp_code = self.group_erp_code if step.name == "receive" else False
        self._end_reminders()

    def _decision_facts(self):
        return {"group_erp_code": self.group_erp_code or ""}
