from odoo import fields, models
from odoo.exceptions import UserError


class CounterpartyHoldingMixin(models.AbstractModel):
    """What a ledger row adds to the figures: a set-off agreement, and our stock at the party."""

    _name = "counterparty.holding.mixin"
    _description = "Counterparty Set-off and Stock"

    company_id = fields.Many2one("res.company")
    offset_payable = fields.Boolean(
        "Set-off Agreed",
        readonly=True,
        copy=False,
        tracking=True,
        help="By a written agreement, what we owe the party is deducted from what it occupies.",
    )
    offset_agreement_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_profile_offset_agreement_rel",
        string="Set-off Agreement",
        copy=False,
    )
    stock_location_id = fields.Many2one(
        "stock.location",
        "Location of Our Material",
        domain="[('usage', 'in', ('internal', 'transit')), ('company_id', '=', company_id)]",
        copy=False,
        tracking=True,
        check_company=True,
        index="btree_not_null",
        help="Where our material lies at the party, as at a subcontractor. Its value counts as "
        "stock where the company counts dedicated stock.",
    )
    stock_entry_ids = fields.One2many("counterparty.stock.entry", "profile_id")
    stock_mode = fields.Selection(related="company_id.counterparty_stock_mode")

    _location_uniq = models.UniqueIndex(
        "(stock_location_id) WHERE stock_location_id IS NOT NULL",
        "This location belongs to another party.",
    )

    def write(self, vals):
        if (
            "offset_agreement_ids" in vals
            and not self.env.su
            and any(self.mapped("offset_payable"))
        ):
            raise UserError(
                self.env._("The agreement is in force. End the set-off before you change it.")
            )
        result = super().write(vals)
        if vals.keys() & {"offset_payable", "stock_location_id"}:
            self.env.registry.clear_cache()
            self._raise_lock()
        return result

    def action_allow_offset(self, comment=None):
        """Set payables off from now on, by the agreement attached (domain of the leadership)."""
        return self.action_step("allow_offset", comment)

    def action_end_offset(self, comment=None):
        """Set payables off no longer, with a reason."""
        return self.action_step("end_offset", comment)

    def _check_step(self, step, comment):
        result = super()._check_step(step, comment)
        if step.name == "allow_offset" and not self.offset_agreement_ids:
            raise UserError(
                self.env._(
                    "Please have the office attach the written set-off agreement with %s first.",
                    self.display_name,
                )
            )
        return result
