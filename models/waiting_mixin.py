from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..policy import group_report

_ACTIVITY = "counterparty_control.mail_activity_type_report"
_WAITING = (group_report.TO_REPORT, group_report.REPORTED)
_BATCH = 200


class CounterpartyWaitingMixin(models.AbstractModel):
    """A report that waits for the office or the parent company, and is asked for in time."""

    _name = "counterparty.waiting.mixin"
    _description = "Waiting Report"

    waiting_since = fields.Date(readonly=True, copy=False)
    is_late = fields.Boolean(
        "Waiting Too Long",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Longer than the company allows, see the settings.",
    )

    @api.depends("state", "waiting_since")
    def _compute_is_late(self):
        for request in self:
            company = request.company_id.sudo()
            days = company.counterparty_report_days
            since = request.waiting_since
            late = days and since and (company._counterparty_today() - since).days > days
            request.is_late = bool(late) and request.state in _WAITING

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain.FALSE
        reminded = self.env["res.company"].sudo().search([("counterparty_report_days", ">", 0)])
        for company in reminded:
            days = company.counterparty_report_days
            before = fields.Date.subtract(company._counterparty_today(), days=days)
            late |= Domain("company_id", "=", company.id) & Domain("waiting_since", "<", before)
        late &= Domain("state", "in", _WAITING)
        return Domain.OR(late if wanted else ~late for wanted in value)

    def _end_reminders(self):
        self.activity_unlink([_ACTIVITY])

    @api.model
    def _cron_remind(self):
        """Ask the office for what waits too long, once, in slices."""
        late = self.search([("is_late", "=", True)], order="id")
        late = late.filtered(lambda request: not request.activity_search([_ACTIVITY]))
        for start in range(0, len(late), _BATCH):
            batch = late[start : start + _BATCH].try_lock_for_update()
            for request in batch:
                request._remind()
            self.env["ir.cron"]._commit_progress(len(batch))

    def _remind(self):
        office = self.env.ref("counterparty_control.group_office").all_user_ids
        for user in office:
            if user.active and not user.share and self.company_id in user.company_ids:
                told = self.with_context(lang=user.lang)
                told.activity_schedule(
                    _ACTIVITY,
                    user_id=user.id,
                    summary=told.env._(
                        "%(name)s: %(state)s since %(date)s",
                        name=told.display_name,
                        state=told._state_label(told.state),
                        date=format_date(told.env, told.waiting_since),
                    ),
                )
