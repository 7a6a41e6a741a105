from odoo import api, fields, models
from odoo.exceptions import AccessError

#: What the applicant writes; the rest is what the office asked for.
_ANSWERS = {"is_done", "answer"}


class CounterpartySupplement(models.Model):
    """An item that the office asked for when it returned an application (article 7)."""

    _name = "counterparty.supplement"
    _description = "Requested Supplement"
    _order = "id"

    application_id = fields.Many2one(
        "counterparty.application", required=True, readonly=True, ondelete="cascade", index=True
    )
    name = fields.Char("Requested Item", required=True, readonly=True)
    date = fields.Date("Asked On", readonly=True, default=fields.Date.context_today)
    is_done = fields.Boolean("Supplied")
    answer = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_asked(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_asked([vals.keys() - _ANSWERS])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_asked(self.ids)

    def _check_asked(self, asked):
        if any(asked) and not self.env.su:
            raise AccessError(
                self.env._("What was asked for is ticked off or answered, not edited.")
            )
