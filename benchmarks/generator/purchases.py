"""Purchase orders: ``ordered``, ``received``, ``partial`` (half of the goods) or ``closed``."""

from .orders import AMOUNTS, TIMES, filled, taxes, worth

PURCHASES = """
    SELECT *, {first} + n AS id, {line} + 2 * n AS line, party + {o.first} AS pid,
           party + {o.first} AS debtor,
           CASE kind WHEN 'ordered' THEN 0 WHEN 'partial' THEN 0.5 ELSE 1 END AS d1,
           CASE kind WHEN 'closed' THEN 1 WHEN 'partial' THEN 0.5 ELSE 0 END AS i1,
           CASE kind WHEN 'closed' THEN 1 ELSE 0 END AS i2
      FROM (SELECT n, {size.parties} - 1 - pg_temp.party(6, n) AS party,
                   {prices},
                   CASE WHEN n >= {open} THEN 'closed'
                        ELSE (ARRAY['ordered', 'ordered', 'ordered', 'ordered', 'ordered',
                                    'ordered', 'received', 'received', 'partial', 'partial'])
                             [1 + n % 10] END AS kind
              FROM generate_series(0, {size.purchases} - 1) n) x
"""


def write(loader, o, size):
    first, line = loader.first("purchase_order"), loader.first("purchase_order_line")
    loader.table(
        "bench_purchase",
        filled(PURCHASES, o, size, open=size.open_purchases, first=first, line=line),
    )
    loader.clone(
        "purchase_order",
        o.purchase,
        "bench_purchase",
        **AMOUNTS,
        **TIMES,
        amount_total_cc=AMOUNTS["amount_total"],
        id="s.id",
        name="'PB' || lpad(s.n::text, 7, '0')",
        partner_id="s.pid",
        date_order="s.day + TIME '09:00'",
        date_approve="s.day + TIME '09:00'",
        date_planned="s.day + TIME '15:00'",
        invoice_count="CASE WHEN s.i1 > 0 THEN 1 ELSE 0 END",
        invoice_status="CASE WHEN s.i1 = 1 THEN 'invoiced' ELSE 'to invoice' END",
        receipt_status="(ARRAY['pending', 'partial', 'full'])[(1 + 2 * s.d1)::int]",
        effective_date="CASE WHEN s.d1 = 1 THEN s.day + TIME '15:00' END",
    )
    loader.clone(
        "purchase_order_line",
        o.purchase_lines[0],
        "bench_purchase",
        **_purchase_line("s.q", "s.p1", "s.d1", "s.i1"),
        qty_to_invoice="s.q * (s.d1 - s.i1)",  # billed as received
        id="s.line",
        product_id=f"{o.goods} + s.n % 200",
    )
    loader.clone(
        "purchase_order_line",
        o.purchase_lines[1],
        "bench_purchase",
        **_purchase_line("1", "s.p2", "0", "s.i2"),
        qty_to_invoice="1 - s.i2",  # billed as ordered
        id="s.line + 1",
        product_id=f"{o.services} + s.n % 50",
    )
    rel = "account_tax_purchase_order_line_rel"
    taxes(loader, rel, "purchase_order_line", line, o.purchase_lines[0])


def _purchase_line(quantity, price, received, billed):
    return {
        **worth(quantity, price),
        "partner_id": "s.pid",
        "product_qty": quantity,
        "product_uom_qty": quantity,
        "date_planned": "s.day + TIME '15:00'",
        "qty_received": f"{quantity} * {received}",
        "qty_invoiced": f"{quantity} * {billed}",
    }
