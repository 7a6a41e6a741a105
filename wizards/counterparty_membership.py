from odoo import fields, models
from odoo.exceptions import UserError


class CounterpartyMembership(models.TransientModel):
    """Asks for the group that a party joins or moves to; the step checks who may take it."""

    _name = "counterparty.membership"
    _description = "Change of Group"

    profile_id = fields.Many2one("counterparty.profile", "Counterparty", required=True)
    company_id = fields.Many2one(related="profile_id.company_id")
    current_group_id = fields.Many2one(related="profile_id.group_id", string="Group Now")
    group_id = fields.Many2one(
        "counterparty.group", "New Group", help="Empty: the party belongs to no group any more."
    )
    comment = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Change the group of the party with the reason given."""
        self.ensure_one()
        if not self.comment.strip():
            raise UserError(self.env._("Please give a reason: it is kept with the decision."))
        self.profile_id._move_to_group(self.group_id, self.comment)
        return {"type": "ir.actions.act_window_close"}
