from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import AccessError

#: What a done move was is not rewritten: what is delivered or received hangs on it.
_FIXED = frozenset(
    {"location_dest_id", "location_id", "product_id", "purchase_line_id", "sale_line_id", "state"}
)
_UNDER_WAY = "counterparty_control.moves_done"


class StockMove(models.Model):
    """Goods that leave for a customer are judged; receipts and returns always pass."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        pickings = self.picking_id.browse(
            {vals["picking_id"] for vals in vals_list if vals.get("picking_id")}
        )
        done = pickings.filtered(lambda picking: picking.state == "done")
        with done.move_ids._counterparty_delivering():
            return super().create(vals_list)

    def write(self, vals):
        self._counterparty_check_done(vals)
        delivers = vals.get("state") == "done" or (
            "quantity" in vals and any(move.state == "done" for move in self)
        )
        with (self if delivers else self.browse())._counterparty_delivering() as delivered:
            if vals.get("state") == "done":
                delivered |= {move.id for move in self if move.state != "done"}
            return super().write(vals)

    def _action_done(self, cancel_backorder=False):
        cache = self.env.cr.cache
        cache[_UNDER_WAY] = cache.get(_UNDER_WAY, 0) + 1
        try:
            return super()._action_done(cancel_backorder=cancel_backorder)
        finally:
            cache[_UNDER_WAY] = cache.get(_UNDER_WAY, 1) - 1

    @contextmanager
    def _counterparty_delivering(self):
        """Judge goods that leave meanwhile; yields a set for the ids of the moves that are done."""
        leaving, moved = self._counterparty_leaving(), set()
        if not leaving:
            yield moved
            return
        gate = self.env["counterparty.gate"].sudo()
        with gate._guard({move._counterparty_pair() for move in leaving}) as watch:
            yield moved
            for move in leaving.exists():
                gate._note_delivery(watch, move, move.id in moved)

    def _counterparty_leaving(self):
        """Return the moves to a customer, in companies under control."""
        controlled = self.env["res.company"]._counterparty_controlled()
        return self.sudo().filtered(
            lambda move: (
                move.location_dest_id.usage == "customer"
                and move.location_id.usage != "customer"
                and move.company_id.id in controlled
            )
        )

    def _counterparty_pair(self):
        """Return who owes what is delivered, as ``(commercial partner id, company id)``."""
        order = self.sale_line_id.order_id
        if order:
            return order._counterparty_parties()[0].id, order.company_id.id
        partner = self.picking_id.partner_id or self.partner_id
        return partner.commercial_partner_id.id, self.company_id.id

    def _counterparty_value(self):
        """Return what goods are worth at cost that no order stands behind, in company currency."""
        product = self.product_id.with_company(self.company_id)
        if self.sale_line_id or self.state != "done":
            return 0.0
        quantity = self.product_uom._compute_quantity(self.quantity, product.uom_id)
        return quantity * product.standard_price

    def _counterparty_check_done(self, vals):
        """Moves are done by the transfer that books the goods, and stay as they were done."""
        if self.env.su or not vals.keys() & _FIXED:
            return
        if vals.get("state") == "done" and not self.env.cr.cache.get(_UNDER_WAY):
            raise AccessError(self.env._("Goods are moved with the transfer, not by its state."))
        for move in self.filtered(lambda move: move.state == "done"):
            for name in vals.keys() & _FIXED:
                known = move[name]
                before = known.id if isinstance(known, models.BaseModel) else known
                if before and before != vals[name]:
                    raise AccessError(
                        self.env._(
                            "%s is done and stays as it was. Please return the goods instead.",
                            move.display_name,
                        )
                    )
