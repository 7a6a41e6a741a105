"""Sale orders.

A sale is ``ordered`` (nothing delivered), ``delivered`` (nothing invoiced), ``partial`` (half of
the goods delivered and invoiced), ``billed`` (before delivery), ``closed`` or a ``quotation``.
"""

from .orders import AMOUNTS, TIMES, filled, taxes, worth

SALES = """
    SELECT *, {first} + n AS id, {line} + 2 * n AS line, party + {o.first} AS pid,
           party + {o.first} + CASE n % 3 WHEN 0 THEN {size.parties} ELSE 0 END AS orderer,
           party + {o.first} + CASE n % 12 WHEN 0 THEN {size.parties} ELSE 0 END AS debtor,
           CASE kind WHEN 'closed' THEN 1 WHEN 'delivered' THEN 1 WHEN 'partial' THEN 0.5
                ELSE 0 END AS d1,
           CASE WHEN kind IN ('closed', 'delivered') THEN 1 ELSE 0 END AS d2,
           CASE kind WHEN 'closed' THEN 1 WHEN 'billed' THEN 1 WHEN 'partial' THEN 0.5
                ELSE 0 END AS i1,
           CASE WHEN kind IN ('closed', 'billed') THEN 1 ELSE 0 END AS i2,
           (kind = 'ordered' AND n % 20 = 3) AS foreign
      FROM (SELECT n, pg_temp.party(1, n) AS party, {prices},
                   CASE WHEN n >= {size.sales} THEN 'quotation' WHEN n >= {open} THEN 'closed'
                        ELSE (ARRAY['ordered', 'ordered', 'ordered', 'ordered', 'delivered',
                                    'delivered', 'delivered', 'partial', 'partial', 'billed'])
                             [1 + n % 10] END AS kind
              FROM generate_series(0, {size.sales} + {size.quotations} - 1) n) x
"""


def write(loader, o, size):
    first, line = loader.first("sale_order"), loader.first("sale_order_line")
    loader.table(
        "bench_sale",
        filled(SALES, o, size, open=size.open_sales, first=first, line=line),
    )
    state = "CASE s.kind WHEN 'quotation' THEN 'draft' ELSE 'sale' END"
    currency = f"CASE WHEN s.foreign THEN {o.usd} ELSE o.currency_id END"
    loader.clone(
        "sale_order",
        o.sale,
        "bench_sale",
        **AMOUNTS,
        **TIMES,
        id="s.id",
        name="'SB' || lpad(s.n::text, 7, '0')",
        state=state,
        partner_id="s.orderer",
        partner_shipping_id="s.orderer",
        partner_invoice_id="s.debtor",
        date_order="s.day + TIME '09:00'",
        currency_id=currency,
        currency_rate="CASE WHEN s.foreign THEN 0.14 ELSE 1 END",
        invoice_status="CASE WHEN s.kind = 'quotation' THEN 'no' WHEN s.i1 = 1 THEN 'invoiced'"
        " ELSE 'to invoice' END",
        delivery_status="CASE WHEN s.kind = 'quotation' THEN NULL ELSE"
        " (ARRAY['pending', 'partial', 'full'])[(1 + 2 * s.d1)::int] END",
        effective_date="CASE WHEN s.d1 = 1 THEN s.day + TIME '15:00' END",
    )
    loader.clone(
        "sale_order_line",
        o.sale_lines[0],
        "bench_sale",
        **_sale_line("s.q", "s.p1", "s.d1", "s.i1"),
        id="s.line",
        product_id=f"{o.goods} + s.n % 200",
        state=state,
        currency_id=currency,
    )
    loader.clone(
        "sale_order_line",
        o.sale_lines[1],
        "bench_sale",
        **_sale_line("1", "s.p2", "s.d2", "s.i2"),
        id="s.line + 1",
        product_id=f"{o.services} + s.n % 50",
        state=state,
        currency_id=currency,
    )
    taxes(loader, "account_tax_sale_order_line_rel", "sale_order_line", line, o.sale_lines[0])


def _sale_line(quantity, price, delivered, invoiced):
    left = f"CASE s.kind WHEN 'quotation' THEN 0 ELSE 1 - {invoiced} END"
    return {
        **worth(quantity, price),
        "order_partner_id": "s.orderer",
        "product_uom_qty": quantity,
        "price_reduce_taxexcl": price,
        "price_reduce_taxinc": f"{price} * 1.13",
        "qty_delivered": f"{quantity} * {delivered}",
        "qty_invoiced": f"{quantity} * {invoiced}",
        "qty_to_invoice": f"{quantity} * {left}",
        "untaxed_amount_invoiced": f"{quantity} * {price} * {invoiced}",
        "untaxed_amount_to_invoice": f"{quantity} * {price} * {left}",
        "invoice_status": f"CASE WHEN s.kind = 'quotation' THEN 'no' WHEN {invoiced} = 1"
        " THEN 'invoiced' ELSE 'to invoice' END",
    }
