from datetime import timedelta

from odoo import models
from odoo.tools import SQL


class CounterpartyExposureSales(models.AbstractModel):
    """The part of the exposure statement that comes from sales.

    ``m`` is the table of the partners asked for.
    """

    _name = "counterparty.exposure.sales"
    _description = "Counterparty Exposure of Sales"

    def _orders(self, scope):
        """Confirmed sales: per order, never per line, because of down payments.

        Rounded by order, so that the orders on a screen add up to what is shown of all of them.
        ``OFFSET 0`` has PostgreSQL compute each amount once, wherever it is used.
        """
        source = SQL(
            """
            SELECT o.*, o.rest - o.handed AS open,
                   LEAST(o.rest - o.handed, CASE WHEN o.advance > 0 THEN ROUND(
                       (1 - o.advance) * o.amount_total / o.rate, %(digits)s) END) AS credit
              FROM (
                SELECT l.*, ROUND(GREATEST(l.total - l.invoiced, 0) / l.rate, %(digits)s) AS rest,
                       ROUND(GREATEST(LEAST(l.delivered, l.total) - l.invoiced, 0) / l.rate,
                             %(digits)s) AS handed
                  FROM (%(totals)s) l OFFSET 0) o""",
            totals=self._totals(scope),
            digits=scope.settings["digits"],
        )
        return self.env["counterparty.exposure"]._part(
            scope,
            source,
            {
                "delivered_uninvoiced": SQL("handed"),
                "order_open": SQL("open"),
                "order_advance": SQL("open - credit"),
                "order_uncounted": self._uncounted(
                    scope, SQL("credit"), SQL("COALESCE(commitment_date, date_order)")
                ),
            },
            kind=SQL("'sale'"),
            record_id=SQL("id"),
            document_currency_id=SQL("currency_id"),
            rate=SQL("rate"),
            date=SQL("date_order"),
            date_due=SQL("commitment_date"),
            name=SQL("name"),
        )

    def _uncounted(self, scope, amount, due):
        """What the settings leave out of the open amount of an order: tax, and what is far away."""
        settings, counted = scope.settings, None
        if settings["untaxed"]:
            counted = SQL("COALESCE(amount_untaxed / NULLIF(amount_total, 0), 1)")
        if settings["horizon"]:
            last = scope.today + timedelta(days=settings["horizon"])
            share = counted or SQL("1")
            counted = SQL("CASE WHEN %s::date > %s THEN 0 ELSE %s END", due, last, share)
        if not counted:
            return SQL("0.0")
        return SQL("ROUND(%s * (1 - %s), %s)", amount, counted, settings["digits"])

    def _totals(self, scope):
        """What each confirmed sale is worth, delivered and invoiced, in its own currency."""
        return SQL(
            """
            SELECT m.cp, so.company_id, so.id, so.name, so.date_order, so.commitment_date,
                   so.currency_id, so.amount_total, so.amount_untaxed,
                   COALESCE((%(rates)s::jsonb ->> so.currency_id::text)::numeric, 1) AS rate,
                   COALESCE((%(shares)s::jsonb ->> so.payment_term_id::text)::numeric, 0)
                   AS advance,
                   SUM(x.unit * CASE WHEN sol.state = 'sale'
                       THEN GREATEST(sol.product_uom_qty, sol.qty_delivered)
                       ELSE sol.qty_delivered END) AS total,
                   SUM(x.unit * sol.qty_delivered) AS delivered,
                   SUM(COALESCE(sol.untaxed_amount_invoiced, 0) * x.ratio) AS invoiced
              FROM m
              JOIN sale_order_line sol ON sol.counterparty_party_id = m.id
              JOIN sale_order so ON so.id = sol.order_id
             CROSS JOIN LATERAL (%(unit)s) x
             WHERE so.company_id = ANY(%(companies)s)
             GROUP BY m.cp, so.id""",
            rates=scope.rates,
            shares=scope.settings["advance"],
            unit=self._unit(),
            companies=scope.companies,
        )

    def _unit(self):
        """The value of a unit of a line, tax included, and the ratio of its tax."""
        return SQL(
            """
            SELECT r.ratio,
                   CASE WHEN sol.is_downpayment AND sol.product_uom_qty = 0 THEN 0
                        WHEN sol.product_uom_qty <> 0
                        THEN sol.price_total / sol.product_uom_qty
                        ELSE sol.price_unit * (1 - COALESCE(sol.discount, 0) / 100) * r.ratio
                   END AS unit
              FROM (SELECT CASE WHEN sol.price_subtotal <> 0
                                THEN sol.price_total / sol.price_subtotal
                                WHEN so.amount_untaxed <> 0
                                THEN so.amount_total / so.amount_untaxed
                                ELSE 1 END AS ratio) r"""
        )
