from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..policy import consistency, licences

_ACTIVITY = "counterparty_control.mail_activity_type_documents"
#: Days before documents are due from which who is responsible is asked for them.
_NOTICE_DAYS = 14
#: Ledger rows that the daily job handles and commits together.
_BATCH = 200


class CounterpartyExistingMixin(models.AbstractModel):
    """A party that was traded with before control was switched on, and owes its documents.

    Until the day on which they are due nothing is asked for at the gate; after it a missing
    business licence stops new business as an expired one does.
    """

    _name = "counterparty.existing.mixin"
    _description = "Party Admitted at Switch-On"

    is_onboarded = fields.Boolean(
        "Existing Party",
        readonly=True,
        copy=False,
        tracking=True,
        help="Was traded with before control was switched on, and admitted without application.",
    )
    documents_due = fields.Date(
        "Documents Due On",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="Until when a copy of the business licence is to be handed in. After that day new "
        "business stops until it is there.",
    )
    documents_state = fields.Selection(
        [("due", "To Be Handed In"), ("overdue", "Overdue"), ("complete", "Complete")],
        "Documents Owed",
        compute="_compute_documents_state",
        search="_search_documents_state",
        compute_sudo=True,
    )

    @api.depends("documents_due")
    def _compute_documents_state(self):
        owing = self.filtered("documents_due")
        current = self.env["counterparty.licence"]._current(owing.partner_id)
        for profile in self:
            state = False
            if profile in owing:
                found = current.get(profile.partner_id.id, {})
                due = "overdue" if profile._owes_documents(found) else "due"
                state = "complete" if consistency.BUSINESS in found else due
            profile.documents_state = state

    def _search_documents_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._counterparty_today()
        licence = Domain("type_id.kind", "=", consistency.BUSINESS)
        holders = Domain("partner_id.counterparty_licence_ids", "any!", licence)
        asked = Domain("documents_due", "!=", False)
        domains = {
            "due": asked & ~holders & Domain("documents_due", ">=", today),
            "overdue": asked & ~holders & Domain("documents_due", "<", today),
            "complete": asked & holders,
            False: ~asked,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def _owes_documents(self, current):
        """Tell whether documents are overdue, given the current licences of the party by kind."""
        due = self.documents_due
        present = consistency.BUSINESS in current
        return bool(due) and licences.is_owed(due, present, self.company_id._counterparty_today())

    @api.model
    def _cron_documents_due(self):
        """Ask for documents that are due soon, once, and stop asking when they are there."""
        soon = fields.Date.add(self.env.company._counterparty_today(), days=_NOTICE_DAYS)
        profiles = self.search(
            [("documents_due", "<=", soon), ("state", "=", "approved")], order="id"
        )
        for start in range(0, len(profiles), _BATCH):
            batch = profiles[start : start + _BATCH].try_lock_for_update()
            batch._ask_for_documents()
            self.env["ir.cron"]._commit_progress(len(batch))

    def _ask_for_documents(self):
        complete = self.filtered(lambda profile: profile.documents_state == "complete")
        complete.activity_unlink([_ACTIVITY])
        asked = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(_ACTIVITY).id),
            ]
        )
        for profile in self - complete - self.browse(asked.mapped("res_id")):
            user = profile.responsible_id
            if user.active:
                profile.activity_schedule(
                    _ACTIVITY,
                    user_id=user.id,
                    date_deadline=profile.documents_due,
                    summary=self.env._(
                        "Business licence of %(name)s, due on %(date)s",
                        name=profile.display_name,
                        date=format_date(self.env, profile.documents_due),
                    ),
                )
