from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..policy import orders
from ..policy.exposure import Components


class PurchaseOrder(models.Model):
    """Purchases under counterparty control: confirming one is the intent to prepay it."""

    _name = "purchase.order"
    _inherit = [
        "counterparty.graded.mixin",
        "purchase.order",
        "counterparty.gated.mixin",
        "counterparty.contract.mixin",
    ]

    _counterparty_confirmed_state = "purchase"
    _counterparty_field = _hold_field = "purchase_order_id"
    _counterparty_done = "qty_received"

    @api.depends("partner_id", "company_id", "payment_term_id", "amount_total", "state")
    @api.depends_context("uid", "lang")
    def _compute_counterparty_summary(self):
        return super()._compute_counterparty_summary()

    def button_confirm(self):
        with self._counterparty_guarded({"state": "purchase"}):
            return super().button_confirm()

    def _counterparty_confirm_held(self):
        """Confirm in the name of the buyer: what Odoo has approved twice still is."""
        if self.user_id.active and not self.user_id.share:
            self.with_user(self.user_id).with_company(self.company_id).button_confirm()

    def _counterparty_parties(self):
        supplier = self.partner_id.commercial_partner_id
        return supplier, self.company_id, supplier

    def _counterparty_components(self, amount):
        settings = self._counterparty_settings()
        share = amount * self._counterparty_share("purchase", settings["purchase_default"])
        uncounted = share * (1.0 - self._counterparty_counted())
        return Components(purchase_open=amount, purchase_share=share, purchase_uncounted=uncounted)

    def _counterparty_due(self):
        return self.date_planned

    def _counterparty_role(self):
        return "supplier"


class PurchaseOrderLine(models.Model):
    """Lines of confirmed purchases are guarded like their order."""

    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "counterparty.contract.line.mixin"]

    _counterparty_quantity = "product_qty"

    counterparty_qty_billed = fields.Float(
        "Billed and Posted",
        compute="_compute_counterparty_qty_billed",
        compute_sudo=True,
        store=True,
        digits="Product Unit",
        help="What a draft bill holds is not billed yet.",
    )

    counterparty_party_id = fields.Many2one(
        "res.partner",
        "Party of What Is Open",
        compute="_compute_counterparty_party_id",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
        help="On lines with something open, so that they are found among all that was ever bought.",
    )

    @api.depends(
        "invoice_lines.parent_state",
        "invoice_lines.move_id.move_type",
        "invoice_lines.quantity",
        "invoice_lines.product_uom_id",
        "product_uom_id",
    )
    def _compute_counterparty_qty_billed(self):
        signs = {"in_invoice": 1.0, "in_refund": -1.0}
        for line in self:
            line.counterparty_qty_billed = sum(
                signs.get(item.move_id.move_type, 0.0)
                * item.product_uom_id._compute_quantity(item.quantity, line.product_uom_id)
                for item in line.invoice_lines
                if item.parent_state == "posted"
            )

    @api.depends(
        "order_id.state",
        "order_id.partner_id",
        "display_type",
        "product_qty",
        "qty_received_method",
        "qty_received",
        "counterparty_qty_billed",
    )
    def _compute_counterparty_party_id(self):
        for line in self:
            known = orders.PurchaseLine(
                line.order_id.state == "purchase",
                line.product_qty,
                line.qty_received if line.qty_received_method == "stock_moves" else None,
                line.counterparty_qty_billed,
            )
            is_open = not line.display_type and known.is_open()
            line.counterparty_party_id = is_open and line.order_id.partner_id

    def write(self, vals):
        receipt = any(vals.get(name) for name in ("qty_received", "qty_received_manual"))
        by_hand = all(line.qty_received_method == "manual" for line in self)
        if not self.env.su and ("qty_received_method" in vals or (receipt and not by_hand)):
            raise AccessError(
                self.env._("What is received is booked with the receipt, not on the order line.")
            )
        return super().write(vals)
