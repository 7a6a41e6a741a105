from odoo import api, fields, models
from odoo.tools import format_date

#: Lines that are carried out with the approval itself; more are left to the job, in slices.
_AT_ONCE = 50
#: Parties that are admitted and committed together.
_SLICE = 100


class CounterpartySwitchOnMixin(models.AbstractModel):
    """What an approved switch-on carries out: the ledger first, then the control."""

    _name = "counterparty.switch.on.mixin"
    _description = "Carrying Out a Switch-On"

    def _after_step(self, step, comment):
        if step.name == "approve":
            if len(self._waiting()) <= _AT_ONCE:
                self._carry_out()
            else:
                self.env.ref("counterparty_control.cron_onboarding")._trigger()
        elif step.name == "observe_again":
            self.company_id.write(
                {"counterparty_mode": "observe", "counterparty_enforce_from": False}
            )

    def _waiting(self):
        """Return the lines that are approved and not in the ledger yet."""
        return self.line_ids.filtered(lambda line: line.include and not line.is_done)

    @api.model
    def _cron_carry_out(self):
        """Admit the parties of approved switch-ons in slices; go on where a run was interrupted."""
        for onboarding in self.search([("state", "=", "approved")], order="id"):
            approver = onboarding.with_user(onboarding.approver_id).sudo()
            lines = approver._waiting()
            for start in range(0, len(lines), _SLICE):
                lines[start : start + _SLICE]._admit()
                left = max(0, len(lines) - start - _SLICE)
                if not self.env["ir.cron"]._commit_progress(_SLICE, remaining=left + 1):
                    return
            approver._carry_out()
            self.env["ir.cron"]._commit_progress(1)

    def _carry_out(self):
        """Admit what is left, then switch on: nothing is refused before all are in the ledger."""
        self._waiting()._admit()
        today = self.company_id._counterparty_today()
        self.company_id.write(
            {
                "counterparty_mode": "block",
                "counterparty_enforce_from": max(self.enforce_from, today),
            }
        )
        self.write({"state": "done", "switched_on": fields.Datetime.now()})
        self.message_post(
            body=self.env._(
                "%(count)s parties were admitted; control is enforced from %(date)s.",
                count=self.admitted_count,
                date=format_date(self.env, self.company_id.counterparty_enforce_from),
            ),
            partner_ids=self.applicant_id.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
