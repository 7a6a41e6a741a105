from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

#: Quotations and requests, and what is confirmed and not delivered or received yet.
_OPEN = {
    "sale.order": SQL(
        """SELECT o.id, c.commercial_partner_id FROM sale_order o
             JOIN res_partner c ON c.id IN (o.partner_id, o.partner_invoice_id)
            WHERE o.state IN ('draft', 'sent') OR o.state = 'sale' AND EXISTS (
                  SELECT FROM sale_order_line l WHERE l.order_id = o.id
                     AND l.display_type IS NULL AND l.qty_delivered < l.product_uom_qty)"""
    ),
    "purchase.order": SQL(
        """SELECT o.id, c.commercial_partner_id FROM purchase_order o
             JOIN res_partner c ON c.id = o.partner_id
            WHERE o.state IN ('draft', 'sent', 'to approve') OR o.state = 'purchase' AND EXISTS (
                  SELECT FROM purchase_order_line l WHERE l.order_id = o.id
                     AND l.display_type IS NULL AND l.qty_received < l.product_qty)"""
    ),
}


class CounterpartyProhibitedOrders(models.AbstractModel):
    """The open orders of prohibited parties: held while the prohibition lasts, and then no more.

    Holding tells people; it is the gate that refuses, whether an order is marked or not.
    """

    _name = "counterparty.prohibited.orders"
    _description = "Orders of Prohibited Parties"

    @api.model
    def _follow(self, partner_ids):
        """Hold the open orders of parties that are prohibited now, release those of all others."""
        judge = self.with_user(SUPERUSER_ID).with_context(lang=None)
        companies = judge.env["res.company"].search([("counterparty_mode", "=", "block")])
        for company in companies.filtered(lambda company: company._counterparty_blocks()):
            here = judge.with_company(company)  # an entry begins and ends with the company's day
            hits = here.env["counterparty.prohibition.hit"].search(
                [("partner_id", "in", list(partner_ids)), ("is_blocking", "=", True)]
            )
            blocking = {hit.partner_id.id: hit for hit in hits}
            for model in _OPEN:
                here._hold(model, blocking)
        for model in _OPEN:
            judge._release(model)

    def _hold(self, model, blocking):
        for order_id, partner_id in self._open(model, blocking):
            order = self.env[model].browse(order_id)
            if order.company_id == self.env.company and not order.counterparty_is_held:
                order._counterparty_hold_for(blocking[partner_id])

    def _release(self, model):
        """Let go of orders that were held for a hit which stops nothing any more."""
        for order in self.env[model].search([("counterparty_hit_id", "!=", False)]):
            company = order.company_id
            hit = order.counterparty_hit_id.with_company(company)
            if not (hit.is_blocking and company._counterparty_blocks()):
                order._counterparty_release()

    def _open(self, model, partner_ids):
        """Return ``[(order id, party id)]`` of the open orders of parties."""
        if not partner_ids:
            return []
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT DISTINCT id, commercial_partner_id FROM (%s) open"
                " WHERE commercial_partner_id = ANY(%s) ORDER BY id",
                _OPEN[model],
                list(partner_ids),
            )
        )

    @api.model
    def _documents(self, partner_ids, companies):
        """Return ``{party id: [open orders]}`` in some companies."""
        result = {}
        for model in _OPEN:
            for order_id, partner_id in self._open(model, partner_ids):
                order = self.env[model].browse(order_id)
                if order.company_id in companies:
                    result.setdefault(partner_id, []).append(order)
        return result
