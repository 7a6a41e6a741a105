from odoo import fields, models
from odoo.exceptions import UserError

from ..policy import approval


class CounterpartySigningMixin(models.AbstractModel):
    """Who signed for a check that fails: the reviewer, with a reason, for these values alone."""

    _name = "counterparty.signing.mixin"
    _description = "Counterparty Signed Findings"

    signed_findings = fields.Json(readonly=True, copy=False)

    def action_sign_finding(self, key):
        """Ask the reviewer for the reason why a check that fails does not stop the review.

        :param key: the key of a row of ``finding_ids``
        """
        self.ensure_one()
        row = self._signable(key)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign for a Failed Check"),
            "res_model": "counterparty.finding.signature",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_application_id": self.id,
                "default_key": key,
                "default_check": row["check"],
                "default_left_value": row["left"],
                "default_right_value": row["right"],
            },
        }

    def _step_values(self, step, comment):
        values = super()._step_values(step, comment)
        if step.name == "sign":
            values["signed_findings"] = self._signed(self._stopping(), comment)
        return values

    def _sign_finding(self, key, comment):
        """Sign for one check with a reason: it no longer stops, as long as its values stay."""
        row = self._signable(key)
        text = self.env._("%(check)s. Reason: %(reason)s", check=row["text"], reason=comment)
        step = approval.find(self._steps, "sign")
        self._take_step(step, text, signed_findings=self._signed([row], comment))

    def _signed(self, rows, comment):
        """Return all signatures, those of the current user for some rows among them."""
        signature = {
            "user": self.env.user.name,
            "date": str(fields.Date.context_today(self)),
            "reason": comment,
        }
        return {**(self.signed_findings or {}), **{row["key"]: signature for row in rows}}

    def _signable(self, key):
        """Return the row of a failed check that the current user may sign for, or raise."""
        self.check_access("read")
        self._check_step(approval.find(self._steps, "sign"), key)
        row = next((row for row in self._stopping() if row["key"] == key), None)
        if not row:
            raise UserError(self.env._("There is nothing to sign for in this check any more."))
        return row

    def _stopping(self):
        """Return the rows of failed checks that stop the review until somebody signs for them."""
        return [row for row in self.finding_ids if row["stops"] and row["can_be_signed"]]

    def _unsigned(self):
        return [row["text"] for row in self._stopping()]
