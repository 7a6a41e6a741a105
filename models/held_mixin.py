from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models


class CounterpartyHeldMixin(models.AbstractModel):
    """An order that waits: a customer accepted it online, or an exception was asked for."""

    _name = "counterparty.held.mixin"
    _description = "Held Document"

    counterparty_is_held = fields.Boolean(
        "Held by Counterparty Control",
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
    )

    def _counterparty_hold(self):
        """Mark orders as held and ask the salesperson, or who is responsible, to see to it."""
        for order in self.sudo():
            preview = self.env["counterparty.preview"].with_user(SUPERUSER_ID)
            reasons = preview._summary(order.with_user(SUPERUSER_ID))["reasons"]
            if order.state == "draft":
                order.state = "sent"
            order.counterparty_is_held = True
            profile = order._counterparty_parties()[0]._counterparty_profile(order.company_id)
            order.activity_schedule(
                "counterparty_control.mail_activity_type_held",
                user_id=(order.user_id or profile.responsible_id or self.env.user).id,
                note=Markup("<br/>").join(reasons),
            )

    def _counterparty_unhold(self):
        """An order that was confirmed waits no longer."""
        self.filtered("counterparty_is_held").sudo().counterparty_is_held = False
