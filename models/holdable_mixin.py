from odoo import fields, models


class CounterpartyHoldableMixin(models.AbstractModel):
    """An order or a whole party that finance or the office can stop (强制暂挂)."""

    _name = "counterparty.holdable.mixin"
    _description = "Subject of a Forced Hold"

    #: The field of ``counterparty.hold`` that names a record.
    _hold_field = None

    counterparty_forced_hold = fields.Boolean(
        "Forced Hold",
        readonly=True,
        copy=False,
        tracking=True,
        help="Stopped by a person; nothing but a person releases it.",
    )

    def action_counterparty_hold(self):
        """Ask for the reason of a forced hold."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Forced Hold"),
            "res_model": "counterparty.hold",
            "views": [(self.env.ref("counterparty_control.counterparty_hold_view_ask").id, "form")],
            "target": "new",
            "context": {f"default_{self._hold_field}": self.id},
        }

    def action_counterparty_end_hold(self, comment=None):
        """End the forced hold, with a reason."""
        self.ensure_one()
        domain = [(self._hold_field, "=", self.id), ("state", "=", "active")]
        return self.env["counterparty.hold"].search(domain, limit=1).action_end_hold(comment)
