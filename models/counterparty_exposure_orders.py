from odoo import models
from odoo.tools import SQL


class CounterpartyExposureOrders(models.AbstractModel):
    """The parts of the exposure statement that come from orders and stock.

    ``m`` is the table of the partners asked for.
    """

    _name = "counterparty.exposure.orders"
    _description = "Counterparty Exposure of Orders"

    def _rate(self, order, today):
        """Units of an order's currency per unit of company currency, at today's rate."""

        def rate(currency):
            return SQL(
                "COALESCE((SELECT r.rate FROM res_currency_rate r WHERE r.currency_id = %s"
                " AND r.name <= %s AND (r.company_id IS NULL OR r.company_id = root.id)"
                " ORDER BY r.company_id NULLS LAST, r.name DESC LIMIT 1), 1.0)",
                currency,
                today,
            )

        ordered = SQL.identifier(order, "currency_id")
        return SQL(
            "CASE WHEN %s = company.currency_id THEN 1.0 ELSE %s / %s END",
            ordered,
            rate(ordered),
            rate(SQL("company.currency_id")),
        )

    def _company_join(self, order):
        return SQL(
            "JOIN res_company company ON company.id = %s"
            " JOIN res_company root ON root.id = SPLIT_PART(company.parent_path, '/', 1)::int",
            SQL.identifier(order, "company_id"),
        )

    def _sales(self, companies, today):
        """Confirmed sales: per order, never per line, because of down payments."""
        source = SQL(
            """
            SELECT o.cp, o.company_id, SUM(o.handed_over / o.rate) AS delivered,
                   SUM((o.rest - o.handed_over) / o.rate) AS open,
                   SUM((o.rest - o.handed_over) / o.rate * (1 - o.advance)) AS commitment
              FROM (
                SELECT l.*, GREATEST(l.total - l.invoiced, 0) AS rest,
                       GREATEST(LEAST(l.delivered, l.total) - l.invoiced, 0) AS handed_over
                  FROM (%s) l) o
             GROUP BY 1, 2""",
            self._sale_totals(companies, today),
        )
        return self.env["counterparty.exposure"]._part(
            source,
            delivered_uninvoiced=SQL("delivered"),
            order_commitment=SQL("commitment"),
            order_open=SQL("open"),
        )

    def _sale_totals(self, companies, today):
        """What each confirmed sale is worth, delivered and invoiced, in its own currency."""
        return SQL(
            """
            SELECT m.cp, so.company_id, so.id, %(rate)s AS rate, %(advance)s AS advance,
                   SUM(x.unit * CASE WHEN so.state = 'sale'
                       THEN GREATEST(sol.product_uom_qty, sol.qty_delivered)
                       ELSE sol.qty_delivered END) AS total,
                   SUM(x.unit * sol.qty_delivered) AS delivered,
                   SUM(COALESCE(sol.untaxed_amount_invoiced, 0) * x.ratio) AS invoiced
              FROM m
              JOIN sale_order so ON so.partner_invoice_id = m.id
              %(company)s
              LEFT JOIN account_payment_term pt ON pt.id = so.payment_term_id
              JOIN sale_order_line sol ON sol.order_id = so.id
             CROSS JOIN LATERAL (
                SELECT CASE WHEN sol.is_downpayment AND sol.product_uom_qty = 0 THEN 0
                            WHEN sol.product_uom_qty <> 0
                            THEN sol.price_total / sol.product_uom_qty
                            ELSE sol.price_unit * (1 - COALESCE(sol.discount, 0) / 100)
                       END AS unit,
                       CASE WHEN sol.price_subtotal <> 0
                            THEN sol.price_total / sol.price_subtotal
                            WHEN so.amount_untaxed <> 0 THEN so.amount_total / so.amount_untaxed
                            ELSE 1 END AS ratio) x
             WHERE (so.state = 'sale' OR sol.qty_delivered > 0) AND sol.display_type IS NULL
               AND so.company_id = ANY(%(companies)s)
               AND (sol.untaxed_amount_invoiced IS DISTINCT FROM sol.price_subtotal
                    OR sol.qty_delivered > sol.product_uom_qty)
             GROUP BY m.cp, so.company_id, so.id, company.id, root.id, pt.id""",
            rate=self._rate("so", today),
            advance=self._advance(),
            company=self._company_join("so"),
            companies=companies.ids,
        )

    def _advance(self):
        """The share of an order that its payment term ``pt`` has paid in advance."""
        return SQL(
            "CASE WHEN pt.counterparty_settlement = 'advance'"
            " THEN LEAST(pt.counterparty_advance_percent / 100.0, 1) ELSE 0 END"
        )

    def _purchases(self, companies, settings, today):
        """Confirmed purchases not yet received; services count as received when billed."""
        whole = SQL("CASE WHEN pt.counterparty_settlement = 'after_receipt' THEN 0 ELSE 1 END")
        source = SQL(
            """
            SELECT o.cp, o.company_id, SUM(o.open) AS open, SUM(o.open * o.share) AS share
              FROM (
            SELECT m.cp, po.company_id, po.id, %(share)s AS share,
                   GREATEST(SUM(x.open), 0) / %(rate)s AS open
              FROM m
              JOIN purchase_order po ON po.partner_id = m.id
              %(company)s
              LEFT JOIN account_payment_term pt ON pt.id = po.payment_term_id
              JOIN purchase_order_line pol ON pol.order_id = po.id
             CROSS JOIN LATERAL (
                SELECT pol.price_total / pol.product_qty
                       * GREATEST(pol.product_qty - %(received)s, 0) AS open) x
             WHERE po.state = 'purchase' AND pol.display_type IS NULL AND pol.product_qty <> 0
               AND po.company_id = ANY(%(companies)s)
               AND (pol.qty_received_method = 'manual' OR pol.qty_received < pol.product_qty)
             GROUP BY m.cp, po.company_id, po.id, company.id, root.id, pt.id) o
             GROUP BY 1, 2""",
            rate=self._rate("po", today),
            share=whole if settings["purchase_basis"] == "whole" else self._advance(),
            received=self._received(),
            company=self._company_join("po"),
            companies=companies.ids,
        )
        return self.env["counterparty.exposure"]._part(
            source, purchase_open=SQL("open"), purchase_share=SQL("share")
        )

    def _received(self):
        """The quantity received of a line; what nobody receives counts when billed and posted."""
        return SQL(
            """CASE WHEN pol.qty_received_method = 'manual' THEN COALESCE((
                SELECT SUM(CASE am.move_type WHEN 'in_refund' THEN -aml.quantity
                           ELSE aml.quantity END)
                  FROM account_move_line aml JOIN account_move am ON am.id = aml.move_id
                 WHERE aml.purchase_line_id = pol.id AND am.state = 'posted'), 0)
               ELSE pol.qty_received END"""
        )

    def _stock(self, companies):
        """Goods set aside for a party without an order that would count them, at cost."""
        source = SQL(
            """
            SELECT m.cp, sm.company_id,
                   SUM(sml.quantity_product_uom
                       * COALESCE((pp.standard_price ->> sm.company_id::text)::numeric, 0)) AS stock
              FROM m
              JOIN stock_move sm ON sm.partner_id = m.id
              JOIN stock_move_line sml ON sml.move_id = sm.id
              JOIN product_product pp ON pp.id = sm.product_id
             WHERE sm.sale_line_id IS NULL AND sm.state IN ('assigned', 'partially_available')
               AND sm.location_dest_id = ANY(
                   ARRAY(SELECT id FROM stock_location WHERE usage = 'customer'))
               AND sm.company_id = ANY(%s)
             GROUP BY 1, 2""",
            companies.ids,
        )
        return self.env["counterparty.exposure"]._part(source, stock=SQL("stock"))
