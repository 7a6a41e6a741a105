from odoo import fields, models


class CounterpartySupplement(models.Model):
    """An item that the office asked for when it returned an application (article 7)."""

    _name = "counterparty.supplement"
    _description = "Requested Supplement"
    _inherit = ["counterparty.answered.mixin"]
    _order = "id"

    #: What the applicant writes; the rest is what the office asked for.
    _answers = frozenset({"is_done", "answer"})

    application_id = fields.Many2one(
        "counterparty.application", required=True, readonly=True, ondelete="cascade", index=True
    )
    name = fields.Char("Requested Item", required=True, readonly=True)
    date = fields.Date("Asked On", readonly=True, default=fields.Date.context_today)
    is_done = fields.Boolean("Supplied")
    answer = fields.Char()

    def _answers_only(self):
        return self.env._("What was asked for is ticked off or answered, not edited.")
