from odoo import fields, models
from odoo.exceptions import UserError


class CounterpartyStep(models.TransientModel):
    """Asks for the reason of a step; the step itself checks who may take it."""

    _name = "counterparty.step"
    _description = "Reason of a Workflow Step"

    res_model = fields.Selection(
        [
            ("counterparty.application", "Application"),
            ("counterparty.rating", "Rating"),
            ("counterparty.profile", "Ledger Row"),
            ("counterparty.limit.request", "Limit Request"),
            ("counterparty.group", "Group"),
            ("counterparty.group.request", "Report to the Parent Company"),
            ("counterparty.override", "Exception"),
            ("counterparty.held", "Held Document"),
            ("counterparty.hold", "Forced Hold"),
            ("counterparty.corrective", "Corrective Action"),
            ("counterparty.event", "Risk Event"),
            ("counterparty.prohibition.hit", "Prohibited List Hit"),
        ],
        required=True,
        readonly=True,
    )
    res_ids = fields.Char(required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    comment = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Take the step on the documents with the reason given."""
        self.ensure_one()
        ids = [int(part) for part in self.res_ids.split(",") if part.isdecimal()]
        if not ids or not self.comment.strip():
            raise UserError(self.env._("Please give a reason: it is kept with the decision."))
        result = self.env[self.res_model].browse(ids).action_step(self.step, self.comment)
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}
