from odoo import fields, models


class CounterpartyStep(models.TransientModel):
    """Asks for the reason of a step; the step itself checks who may take it."""

    _name = "counterparty.step"
    _description = "Reason of a Workflow Step"

    res_model = fields.Selection(
        [
            ("counterparty.application", "Application"),
            ("counterparty.rating", "Rating"),
            ("counterparty.profile", "Ledger Row"),
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
        ids = [int(part) for part in self.res_ids.split(",")]
        self.env[self.res_model].browse(ids).action_step(self.step, self.comment)
        return {"type": "ir.actions.act_window_close"}
