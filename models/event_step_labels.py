from odoo import api, models


class CounterpartyHandoverMixin(models.AbstractModel):
    """What the steps of a risk event are called."""

    _name = "counterparty.handover.mixin"
    _inherit = ["counterparty.handover.mixin"]

    @api.model
    def _step_labels(self):
        _ = self.env._
        return super()._step_labels() | {
            "enter_event": _("Enter the Risk Event"),
            "end_event": _("End the Risk Event"),
        }
