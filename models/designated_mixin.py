from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CounterpartyDesignatedMixin(models.AbstractModel):
    """A supplier that a customer designated (客户指定): said, and exempted from nothing."""

    _name = "counterparty.designated.mixin"
    _description = "Supplier Designated by a Customer"

    designated_by_id = fields.Many2one(
        "res.partner",
        "Designated by Customer",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The customer who asked for this supplier. The supplier is applied for, rated and "
        "controlled like any other.",
    )

    @api.constrains("designated_by_id", "partner_id")
    def _check_designated_by(self):
        for record in self:
            party = record.designated_by_id
            if party and party == record.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._("%s cannot be designated by itself.", party.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_party(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_party(vals))

    @api.model
    def _with_party(self, vals):
        """Return the values with the company of the contact who designated the supplier."""
        if not vals.get("designated_by_id"):
            return vals
        party = self.env["res.partner"].browse(vals["designated_by_id"]).commercial_partner_id
        return {**vals, "designated_by_id": party.id}
