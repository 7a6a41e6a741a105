from datetime import timedelta

from odoo import models
from odoo.tools import SQL


class CounterpartyExposureSql(models.AbstractModel):
    """The parts of the exposure statement; ``m`` is the table of partners asked for."""

    _name = "counterparty.exposure.sql"
    _description = "Counterparty Exposure Statement"

    def _part(self, source, oldest=None, **columns):
        """Select the columns of a part; those not given are zero."""
        values = SQL(", ").join(
            SQL("%s AS %s", columns.get(name, SQL("0.0")), SQL.identifier(name))
            for name in self.env["counterparty.exposure"]._COLUMNS
        )
        oldest = oldest or SQL("NULL::date")
        return SQL("SELECT cp, company_id, %s, %s AS oldest FROM (%s) part", values, oldest, source)

    def _open_items(self, companies, settings, today):
        """Open posted items of receivable, payable and reconcilable special accounts."""
        residual = settings["by_residual"]
        receivable, payable = settings["receivable"], settings["payable"]
        prepaid = [a for a in settings["prepayment"] if a in residual]
        deposit = [a for a in settings["deposit"] if a in residual]
        notes = [a for a in settings["notes"] if a in residual]
        late = today - timedelta(days=settings["overdue_grace"])
        owed = SQL("aml.account_id = ANY(%s)", [*receivable, *notes])
        is_late = SQL("%s AND aml.amount_residual > 0 AND aml.date_maturity < %s", owed, late)
        source = SQL(
            """
            SELECT m.cp, aml.company_id,
                   SUM(aml.amount_residual)
                       FILTER (WHERE %(owed)s AND aml.amount_residual > 0) AS ar,
                   SUM(aml.amount_residual)
                       FILTER (WHERE %(owed)s AND aml.amount_residual < 0) AS ad,
                   SUM(aml.amount_residual)
                       FILTER (WHERE aml.account_id = ANY(%(deposit)s)) AS dep,
                   SUM(aml.amount_residual)
                       FILTER (WHERE aml.account_id = ANY(%(payable)s)
                                 AND aml.amount_residual > 0) AS ap,
                   SUM(aml.amount_residual) FILTER (WHERE aml.account_id = ANY(%(prepaid)s)) AS pre,
                   SUM(aml.amount_residual) FILTER (WHERE %(is_late)s) AS late,
                   MIN(aml.date_maturity) FILTER (WHERE %(is_late)s) AS oldest
              FROM m
              JOIN account_move_line aml ON aml.partner_id = m.id
             WHERE aml.parent_state = 'posted' AND aml.reconciled IS NOT TRUE
               AND aml.amount_residual <> 0 AND aml.account_id = ANY(%(accounts)s)
               AND aml.company_id = ANY(%(companies)s)
             GROUP BY 1, 2""",
            owed=owed,
            deposit=deposit,
            payable=list(payable),
            prepaid=prepaid,
            is_late=is_late,
            accounts=[*receivable, *payable, *residual],
            companies=companies.ids,
        )
        return self._part(
            source,
            receivable=SQL("COALESCE(ar, 0)"),
            deposit=SQL("GREATEST(-COALESCE(dep, 0), 0) - COALESCE(ad, 0)"),
            prepayment=SQL("COALESCE(ap, 0) + GREATEST(COALESCE(pre, 0), 0)"),
            overdue=SQL("COALESCE(late, 0)"),
            oldest=SQL("oldest"),
        )

    def _balances(self, companies, settings):
        """Balances of special accounts that are not reconcilable, as 1121, 1123 and 2203 are."""
        residual = settings["by_residual"]
        kinds = {
            kind: [a for a in settings[kind] if a not in residual]
            for kind in ("prepayment", "deposit", "notes")
        }
        source = SQL(
            """
            SELECT m.cp, aml.company_id,
                   SUM(aml.balance) FILTER (WHERE aml.account_id = ANY(%(prepayment)s)) AS pre,
                   SUM(aml.balance) FILTER (WHERE aml.account_id = ANY(%(deposit)s)) AS dep,
                   SUM(aml.balance) FILTER (WHERE aml.account_id = ANY(%(notes)s)) AS notes
              FROM m
              JOIN account_move_line aml ON aml.partner_id = m.id
             WHERE aml.parent_state = 'posted' AND aml.account_id = ANY(%(accounts)s)
               AND aml.reconciled IS NOT TRUE AND aml.company_id = ANY(%(companies)s)
             GROUP BY 1, 2""",
            **kinds,
            accounts=[account for found in kinds.values() for account in found],
            companies=companies.ids,
        )
        return self._part(
            source,
            receivable=SQL("GREATEST(COALESCE(notes, 0), 0)"),
            deposit=SQL("GREATEST(-COALESCE(dep, 0), 0)"),
            prepayment=SQL("GREATEST(COALESCE(pre, 0), 0)"),
        )

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
            SELECT o.cp, o.company_id,
                   SUM(GREATEST(LEAST(o.delivered, o.total) - o.invoiced, 0) / o.rate) AS delivered,
                   SUM(GREATEST(o.total - o.invoiced, 0) / o.rate) AS open,
                   SUM((GREATEST(o.total - o.invoiced, 0)
                        - GREATEST(LEAST(o.delivered, o.total) - o.invoiced, 0)) / o.rate
                       * (1 - o.advance)) AS commitment
              FROM (
                SELECT m.cp, so.company_id, so.id, %(rate)s AS rate,
                       CASE WHEN pt.counterparty_settlement = 'advance'
                            THEN LEAST(pt.counterparty_advance_percent / 100.0, 1)
                            ELSE 0 END AS advance,
                       SUM(x.unit * GREATEST(sol.product_uom_qty, sol.qty_delivered)) AS total,
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
                 WHERE so.state = 'sale' AND sol.display_type IS NULL
                   AND so.company_id = ANY(%(companies)s)
                   AND (sol.untaxed_amount_invoiced IS DISTINCT FROM sol.price_subtotal
                        OR sol.qty_delivered > sol.product_uom_qty)
                 GROUP BY m.cp, so.company_id, so.id, company.id, root.id, pt.id) o
             GROUP BY 1, 2""",
            rate=self._rate("so", today),
            company=self._company_join("so"),
            companies=companies.ids,
        )
        return self._part(
            source,
            delivered_uninvoiced=SQL("delivered"),
            order_commitment=SQL("commitment"),
            order_open=SQL("open - delivered"),
        )

    def _purchases(self, companies, settings, today):
        """Confirmed purchases not yet received; services count as received when billed."""
        advance = SQL(
            "CASE WHEN pt.counterparty_settlement = 'advance'"
            " THEN LEAST(pt.counterparty_advance_percent / 100.0, 1) ELSE 0 END"
        )
        whole = SQL("CASE WHEN pt.counterparty_settlement = 'after_receipt' THEN 0 ELSE 1 END")
        source = SQL(
            """
            SELECT m.cp, po.company_id, SUM(x.open / %(rate)s) AS open,
                   SUM(x.open / %(rate)s * %(share)s) AS share
              FROM m
              JOIN purchase_order po ON po.partner_id = m.id
              %(company)s
              LEFT JOIN account_payment_term pt ON pt.id = po.payment_term_id
              JOIN purchase_order_line pol ON pol.order_id = po.id
             CROSS JOIN LATERAL (
                SELECT pol.price_total / pol.product_qty
                * GREATEST(pol.product_qty - GREATEST(
                    pol.qty_received,
                    CASE WHEN pol.qty_received_method = 'manual' AND pol.qty_invoiced > 0 THEN (
                        SELECT SUM(CASE am.move_type WHEN 'in_refund' THEN -aml.quantity
                                   ELSE aml.quantity END)
                          FROM account_move_line aml JOIN account_move am ON am.id = aml.move_id
                         WHERE aml.purchase_line_id = pol.id AND am.state = 'posted') END), 0)
                AS open
                ) x
             WHERE po.state = 'purchase' AND pol.display_type IS NULL AND pol.product_qty <> 0
               AND po.company_id = ANY(%(companies)s)
               AND (pol.qty_received < pol.product_qty)
             GROUP BY 1, 2""",
            rate=self._rate("po", today),
            share=whole if settings["purchase_basis"] == "whole" else advance,
            company=self._company_join("po"),
            companies=companies.ids,
        )
        return self._part(source, purchase_open=SQL("open"), purchase_share=SQL("share"))

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
        return self._part(source, stock=SQL("stock"))
