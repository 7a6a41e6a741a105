from odoo import api, models
from odoo.exceptions import AccessError

from ..policy.exposure import Components


class PurchaseOrder(models.Model):
    """Purchases under counterparty control: confirming one is the intent to prepay it."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "counterparty.gated.mixin"]

    _counterparty_confirmed_state = "purchase"

    @api.depends("partner_id", "company_id", "payment_term_id", "amount_total", "state")
    @api.depends_context("uid", "lang")
    def _compute_counterparty_summary(self):
        return super()._compute_counterparty_summary()

    def button_confirm(self):
        with self._counterparty_guarded({"state": "purchase"}):
            return super().button_confirm()

    def _counterparty_parties(self):
        supplier = self.partner_id.commercial_partner_id
        return supplier, self.company_id, supplier

    def _counterparty_components(self, amount):
        term = self.payment_term_id
        if self.company_id.counterparty_purchase_basis == "advance":
            share = term._counterparty_advance()
        else:
            share = 0.0 if term.counterparty_settlement == "after_receipt" else 1.0
        return Components(purchase_open=amount, purchase_share=amount * share)

    def _counterparty_role(self):
        return "supplier"


class PurchaseOrderLine(models.Model):
    """Lines of confirmed purchases are guarded like their order."""

    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "counterparty.gated.line.mixin"]

    def write(self, vals):
        receipt = any(vals.get(name) for name in ("qty_received", "qty_received_manual"))
        by_hand = all(line.qty_received_method == "manual" for line in self)
        if not self.env.su and ("qty_received_method" in vals or (receipt and not by_hand)):
            raise AccessError(
                self.env._("What is received is booked with the receipt, not on the order line.")
            )
        return super().write(vals)
