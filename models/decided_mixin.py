from odoo import models


class CounterpartyDecidedMixin(models.AbstractModel):
    """What is submitted by one person and decided by another: the steps that all of them have."""

    _name = "counterparty.decided.mixin"
    _description = "Submitted and Decided"
    _inherit = ["counterparty.approval.mixin"]

    def action_submit(self):
        """Submit, complete; says all that is missing at once (article 5)."""
        return self.action_step("submit")

    def action_approve(self, comment=None):
        """Approve; what follows takes effect in the same transaction."""
        return self.action_step("approve", comment)

    def action_reject(self, comment=None):
        """Reject, with a reason."""
        return self.action_step("reject", comment)

    def action_cancel(self):
        """Withdraw it, or drop it."""
        return self.action_step("cancel")
