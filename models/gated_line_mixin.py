from odoo import api, models

from .held_mixin import HELD

#: Writing nothing but these changes no exposure.
HARMLESS = HELD | frozenset(
    {
        "access_token",
        "access_url",
        "activity_ids",
        "client_order_ref",
        "counterparty_clause_confidentiality",
        "counterparty_clause_quality",
        "counterparty_clause_return",
        "counterparty_contract_ids",
        "counterparty_forced_hold",
        "counterparty_hit_id",
        "effective_date",
        "invoice_status",
        "locked",
        "message_follower_ids",
        "message_ids",
        "message_main_attachment_id",
        "name",
        "note",
        "origin",
        "partner_ref",
        "reference",
        "sequence",
        "signature",
        "signed_by",
        "signed_on",
        "tag_ids",
        "user_id",
    }
)


class CounterpartyGatedLineMixin(models.AbstractModel):
    """Lines of confirmed orders are guarded like their order."""

    _name = "counterparty.gated.line.mixin"
    _description = "Line Under Counterparty Control"
    _inherit = ["counterparty.figures.mixin"]

    _counterparty_figures = frozenset(
        {
            "counterparty_party_id",
            "counterparty_qty_billed",
            "invoice_lines",
            "price_subtotal",
            "price_tax",
            "price_total",
            "qty_invoiced",
            "state",
            "untaxed_amount_invoiced",
            "untaxed_amount_to_invoice",
        }
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = self._counterparty_orders_of(vals_list)
        with orders._counterparty_guarded({"order_line": vals_list}):
            return super().create(vals_list)

    def write(self, vals):
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or ())
        with orders._counterparty_guarded({"order_line": vals} if vals.keys() - HARMLESS else {}):
            return super().write(vals)

    def unlink(self):
        with self.order_id._counterparty_guarded({"order_line": self.ids}):
            return super().unlink()

    @api.model
    def _counterparty_orders_of(self, vals_list):
        """Return the orders of lines that are to be created."""
        default = self.env.context.get("default_order_id")
        order_ids = {vals.get("order_id", default) for vals in vals_list} - {None, False}
        return self.order_id.browse(sorted(order_ids))
