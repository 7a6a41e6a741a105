from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy import approval, events

_TYPES = [
    ("judgment_defaulter", "Judgment defaulter"),
    ("abnormal_operation", "Abnormal operation"),
    ("serious_violation", "Serious violation of law"),
    ("lawsuit_own", "Lawsuit with us"),
    ("lawsuit_other", "Lawsuit by others"),
    ("suspension", "Ordered to stop business"),
    ("revocation", "Licence revoked or cancelled"),
    ("bankruptcy", "Bankruptcy"),
    ("fraud", "Fraud"),
    ("complaint", "Complaint"),
    ("other", "Other"),
]
_ACTIVITY = "counterparty_control.mail_activity_type_risk"


class CounterpartyEvent(models.Model):
    """A risk event (风险事件) in the credit record of a party: it is ended, never deleted."""

    _name = "counterparty.event"
    _description = "Risk Event"
    _inherit = ["counterparty.filed.mixin", "counterparty.approval.mixin"]
    _order = "date desc, id desc"

    _steps = approval.EVENT
    _workflow_fields = frozenset(
        {
            "state",
            "partner_id",
            "company_id",
            "department_id",
            "user_id",
            "entry_date",
            "date_end",
            "resolution",
        }
    )
    _content = frozenset(
        {"event_type", "severity", "date", "source", "description", "attachment_ids"}
    )

    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Counterparty", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="profile_id.department_id", store=True)
    event_type = fields.Selection(_TYPES, "Type", required=True, index=True)
    severity = fields.Selection(
        [(events.LOW, "Low"), (events.MEDIUM, "Medium"), (events.HIGH, "High")],
        compute="_compute_severity",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
        help="A grave event is told at once to who is responsible and to the office.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    source = fields.Char(required=True, help="Where it was read or heard, with the number.")
    description = fields.Text()
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_event_attachment_rel",
        string="Files",
        copy=False,
        bypass_search_access=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Entered By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    entry_date = fields.Date(
        "Entered On",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.company._counterparty_today(),
    )
    state = fields.Selection(
        [("open", "Ongoing"), ("ended", "Ended")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date_end = fields.Date("Ended On", readonly=True, copy=False)
    resolution = fields.Text(readonly=True, copy=False)
    is_editable = fields.Boolean(compute="_compute_is_editable")

    @api.depends("event_type")
    def _compute_severity(self):
        for event in self:
            event.severity = events.SEVERITY.get(event.event_type, events.LOW)

    @api.depends("user_id", "entry_date", "state")
    @api.depends_context("uid")
    def _compute_is_editable(self):
        for event in self:
            event.is_editable = not event.id or event._may_be_edited()

    @api.depends("event_type", "date", "source")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["event_type"]._description_selection(self.env))
        for event in self:
            parts = labels.get(event.event_type), event.date and str(event.date), event.source
            event.display_name = " · ".join(filter(None, parts))

    @api.model_create_multi
    def create(self, vals_list):
        created = super().create(vals_list)
        created.profile_id.check_access("read")
        step = approval.find(self._steps, "enter_event")
        for event in created.sudo():
            event._log_step(step, "", event.display_name)
        created.sudo()._alarm()
        return created

    def write(self, vals):
        result = super().write(vals)
        if "severity" in vals:
            self.sudo()._alarm()
        return result

    def action_end_event(self, comment=None):
        """End it, with what became of it."""
        return self.action_step("end_event", comment)

    def _applicant(self):
        """Return who is responsible for the party, to be told."""
        return self.profile_id.responsible_id

    def _may_be_edited(self):
        today = self.company_id._counterparty_today()
        is_author = self.user_id == self.env.user
        return events.is_editable(is_author, self.entry_date, today, self.state == "open")

    def _writable(self, names):
        return names & self._content if self._may_be_edited() else frozenset()

    def _check_frozen(self, names):
        for event in self if names else ():
            if not names <= event._writable(names):
                raise UserError(
                    self.env._(
                        "%(name)s stands in the credit record: %(user)s alone could correct it, on "
                        "the day it was entered. Please have it ended with a reason, and enter "
                        "what is right.",
                        name=event.display_name,
                        user=event.user_id.sudo().name,
                    )
                )

    def _alarm(self):
        """Ask who is responsible and the office to look at grave events, at once."""
        step = approval.find(self._steps, "enter_event")
        for event in self:
            if event.state != "open" or not events.is_alarming(event.severity):
                continue
            asked = event.activity_search([_ACTIVITY]).user_id
            wanted = event._next_users(step) | event._applicant().filtered("active")
            for user in wanted - asked - self.env.user:
                event.activity_schedule(
                    _ACTIVITY,
                    user_id=user.id,
                    summary=self.env._(
                        "%(party)s: %(event)s",
                        party=event.partner_id.name,
                        event=event.display_name,
                    ),
                    note=event.description,
                )

    def _step_values(self, step, comment):
        today = self.company_id._counterparty_today()
        return {"end_event": {"date_end": today, "resolution": comment}}.get(step.name, {})

    def _after_step(self, step, comment):
        self.activity_unlink([_ACTIVITY])

    def _decision_facts(self):
        return {"severity": self.severity}
