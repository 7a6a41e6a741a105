from odoo import models
from odoo.tools import SQL

#: The quantity of a line that is settled: received or, where nobody receives, billed and posted.
_DONE = SQL(
    "(CASE WHEN pol.qty_received_method = 'stock_moves' THEN pol.qty_received"
    " ELSE pol.counterparty_qty_billed END)"
)


class CounterpartyExposurePurchases(models.AbstractModel):
    """The part of the exposure statement that comes from purchases.

    ``m`` is the table of the partners asked for.
    """

    _name = "counterparty.exposure.purchases"
    _description = "Counterparty Exposure of Purchases"

    def _orders(self, scope):
        """Confirmed purchases not yet received, and what was paid for beyond the receipt.

        What nobody receives, as services, counts as received when its bill is posted.
        """
        uncounted = self.env["counterparty.exposure.sales"]._uncounted
        return self.env["counterparty.exposure"]._part(
            scope,
            self._totals(scope),
            {
                "prepayment": SQL("paid"),
                "purchase_open": SQL("open"),
                "purchase_share": SQL("share"),
                "purchase_uncounted": uncounted(scope, SQL("share"), SQL("date_planned")),
            },
            kind=SQL("'purchase'"),
            record_id=SQL("id"),
            document_currency_id=SQL("currency_id"),
            rate=SQL("rate"),
            date=SQL("date_approve"),
            date_due=SQL("date_planned"),
            name=SQL("name"),
        )

    def _totals(self, scope):
        """What of each order is open, at risk and paid for, in company currency."""
        return SQL(
            """
            SELECT m.cp, po.company_id, po.id, po.name, po.date_approve, po.date_planned,
                   po.currency_id, po.amount_total, po.amount_untaxed, r.rate,
                   ROUND(
                       COALESCE((%(shares)s::jsonb ->> po.payment_term_id::text)::numeric,
                                %(default)s)
                       * GREATEST(SUM(x.open), 0) / r.rate, %(digits)s) AS share,
                   ROUND(GREATEST(SUM(x.open), 0) / r.rate, %(digits)s) AS open,
                   ROUND(GREATEST(SUM(x.paid), 0) / r.rate, %(digits)s) AS paid
              FROM m
              JOIN purchase_order_line pol ON pol.counterparty_party_id = m.id
              JOIN purchase_order po ON po.id = pol.order_id
             CROSS JOIN LATERAL (
                SELECT COALESCE((%(rates)s::jsonb ->> po.currency_id::text)::numeric, 1) AS rate) r
             CROSS JOIN LATERAL (%(line)s) x
             WHERE po.company_id = ANY(%(companies)s) AND pol.product_qty <> 0
             GROUP BY m.cp, po.id, r.rate""",
            shares=scope.settings["purchase"],
            default=scope.settings["purchase_default"],
            rates=scope.rates,
            digits=scope.settings["digits"],
            line=self._line(scope),
            companies=scope.companies,
        )

    def _line(self, scope):
        """What of a line is not received, and what was paid for of that, in the order's currency.

        The paid quantity is the billed one by the share of the bills that is paid; bills booked
        on a prepayment account are in its balance already.
        """
        return SQL(
            """
            SELECT GREATEST(pol.product_qty - %(done)s, 0) * u.unit AS open,
                   CASE WHEN pol.counterparty_qty_billed > %(done)s
                        THEN GREATEST(pol.counterparty_qty_billed * (
                            SELECT SUM(bl.balance * (1 - bill.amount_residual / bill.amount_total))
                                   FILTER (WHERE bill.amount_total <> 0
                                           AND bl.account_id <> ALL(%(prepayment)s))
                                   / NULLIF(SUM(bl.balance), 0)
                              FROM account_move_line bl
                              JOIN account_move bill ON bill.id = bl.move_id
                             WHERE bl.purchase_line_id = pol.id AND bill.state = 'posted')
                            - %(done)s, 0) * u.unit END AS paid
              FROM (SELECT pol.price_total / pol.product_qty AS unit) u""",
            done=_DONE,
            prepayment=list(scope.settings["prepayment"]),
        )
