from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy.gate import Reason


class CounterpartyProhibitedMixin(models.AbstractModel):
    """An order that is held because its party is prohibited."""

    _name = "counterparty.prohibited.mixin"
    _description = "Document of a Prohibited Party"
    _inherit = ["counterparty.held.mixin"]

    counterparty_hit_id = fields.Many2one(
        "counterparty.prohibition.hit",
        "Held For Prohibition",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="counterparty_control.group_office,counterparty_control.group_leadership,"
        "counterparty_control.group_auditor",
    )
    counterparty_is_prohibited = fields.Boolean(
        "Held For Its Party Is Prohibited",
        compute="_compute_counterparty_is_prohibited",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends("counterparty_hit_id")
    def _compute_counterparty_is_prohibited(self):
        for order in self:
            order.counterparty_is_prohibited = bool(order.counterparty_hit_id)

    def action_counterparty_withdraw(self):
        """An order of a prohibited party waits as long as the prohibition lasts."""
        held = self.filtered("counterparty_is_prohibited")
        if held:
            raise UserError(
                self.env._(
                    "%s is held for its party is on the prohibited list. Please ask the office.",
                    held[0].display_name,
                )
            )
        return super().action_counterparty_withdraw()

    def _counterparty_hold_for(self, hit):
        """Mark an order that nothing else holds, and say so on it."""
        self.ensure_one()
        self.write(
            {
                **self._counterparty_held_values([Reason.PROHIBITED.value]),
                "counterparty_hit_id": hit.id,
            }
        )
        user = self.user_id
        told = self.with_context(lang=user.lang or self.env.lang)
        told.message_post(
            body=told.env._(
                "Held: %(party)s is on the list of prohibited parties (%(entry)s).",
                party=hit.party_name,
                entry=hit.document_number or hit.prohibition_id.name,
            ),
            partner_ids=user.filtered("active").partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _counterparty_release(self):
        """Let orders go on that were held for a prohibition that has ended."""
        for order in self:
            order.counterparty_hit_id = False
            order._counterparty_unhold()
            told = order.with_context(lang=order.user_id.lang or self.env.lang)
            told.message_post(
                body=told.env._("The prohibition has ended: held for it no longer."),
                partner_ids=order.user_id.filtered("active").partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
