from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..policy import group_report

#: States of a report to the parent company.
REPORT_STATES = [
    (group_report.NOT_NEEDED, "Not Needed"),
    (group_report.TO_REPORT, "To Report"),
    (group_report.REPORTED, "Reported"),
    (group_report.RECEIVED, "Code Received"),
]


class CounterpartyReportedMixin(models.AbstractModel):
    """A row of the ledger and its report to the parent company (article 10)."""

    _name = "counterparty.reported.mixin"
    _description = "Party Reported to the Parent Company"

    group_erp_code = fields.Char(
        "Code at the Parent Company",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="The code that the parent company gave the party in its ERP.",
    )
    group_request_ids = fields.One2many("counterparty.group.request", "profile_id", readonly=True)
    group_report_state = fields.Selection(
        REPORT_STATES,
        "Report to the Parent Company",
        compute="_compute_group_report_state",
        store=True,
    )

    @api.depends("group_request_ids.state")
    def _compute_group_report_state(self):
        for profile in self:
            profile.group_report_state = profile.group_request_ids[:1].state

    def action_report_to_group(self):
        """Open the reports of parties to the parent company; the office begins missing ones.

        :raise AccessError: if there are none and the user may not begin them
        """
        self.check_access("read")
        missing = self.filtered(
            lambda row: row.state == "approved" and not row.sudo().group_request_ids
        )
        if missing:
            if not self.env.user.has_group("counterparty_control.group_office"):
                raise AccessError(
                    self.env._("Reports to the parent company are begun by the office.")
                )
            for profile in missing:
                profile.sudo()._open_group_request(self.env["counterparty.application"])
        return self.group_request_ids._action_open()

    def _reconsider_report(self):
        """A party whose roles are reported is so from now on, unless a person decided otherwise."""
        request = self.group_request_ids[:1]
        if request.state != group_report.NOT_NEEDED or request.decision_ids:
            return
        state = self._initial_report_state()
        if state != request.state:
            request.write({"state": state, "waiting_since": self.company_id._counterparty_today()})

    def _initial_report_state(self):
        return group_report.initial(
            self.company_id.counterparty_report_scope, self.role_customer, self.role_supplier
        )

    def _open_group_request(self, application):
        """Begin the report of an approved party, once; called as superuser.

        Its state follows from what the company reports.
        """
        self.ensure_one()
        if self.group_request_ids:
            return
        self.env["counterparty.group.request"].create(
            {
                "profile_id": self.id,
                "application_id": application.id,
                "state": self._initial_report_state(),
            }
        )
