from odoo import fields, models
from odoo.exceptions import UserError


class CounterpartyFindingSignature(models.TransientModel):
    """Asks the reviewer why a check that fails does not stop; the application checks the right."""

    _name = "counterparty.finding.signature"
    _description = "Signature for a Failed Check"

    application_id = fields.Many2one("counterparty.application", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    check = fields.Char(readonly=True)
    left_value = fields.Char("Value", readonly=True)
    right_value = fields.Char("Compared With", readonly=True)
    comment = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Sign for the check with the reason given."""
        self.ensure_one()
        if not self.comment.strip():
            raise UserError(self.env._("Please give a reason: it is kept with the decision."))
        self.application_id._sign_finding(self.key, self.comment.strip())
        return {"type": "ir.actions.act_window_close"}
