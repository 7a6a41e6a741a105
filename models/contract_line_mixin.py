from odoo import api, models

#: What changes the amount of a line.
_AMOUNTS = frozenset(
    {"order_id", "product_qty", "product_uom_id", "price_unit", "discount", "tax_ids"}
)


class CounterpartyContractLineMixin(models.AbstractModel):
    """Lines that take a confirmed purchase to the amount from which a contract is asked for."""

    _name = "counterparty.contract.line.mixin"
    _description = "Line of a Purchase With a Contract"
    _inherit = ["counterparty.gated.line.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        orders = self._counterparty_orders_of(vals_list)
        with orders._counterparty_contract_kept({"order_line"}):
            return super().create(vals_list)

    def write(self, vals):
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or ())
        with orders._counterparty_contract_kept(vals.keys() & _AMOUNTS):
            return super().write(vals)
