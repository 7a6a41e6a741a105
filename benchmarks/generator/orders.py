"""Parties, sale orders and purchase orders.

A sale is ``ordered`` (nothing delivered), ``delivered`` (nothing invoiced), ``partial`` (half of
the goods delivered and invoiced), ``billed`` (before delivery), ``closed`` or a ``quotation``; a
purchase ``ordered``, ``received``, ``partial`` or ``closed``. Prices are whole, so that 13 % of
them are whole cents. Shares: ``d`` delivered or received, ``i`` invoiced or billed; 1 of goods,
2 of the service.
"""

PRICES = """
    2 * (1 + floor(pg_temp.part(2, n) * 5))::numeric AS q,
    (50 + floor(pg_temp.part(3, n) * 1000))::numeric AS p1,
    (10 + floor(pg_temp.part(4, n) * 500))::numeric AS p2,
    (CASE WHEN n < {open} THEN CURRENT_DATE - floor(pg_temp.part(5, n) * 60)::int
          ELSE CURRENT_DATE - 61 - floor(pg_temp.part(5, n) * {size.days})::int END) AS day
"""
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
AMOUNTS = {
    "amount_untaxed": "s.q * s.p1 + s.p2",
    "amount_tax": "(s.q * s.p1 + s.p2) * 0.13",
    "amount_total": "(s.q * s.p1 + s.p2) * 1.13",
}
TIMES = {"create_date": "s.day + TIME '09:00'", "write_date": "s.day + TIME '09:00'"}


def parties(loader, o, size):
    """Write the companies, and a contact of each; set ``o.first`` to the first one's id."""
    o.first = loader.first("res_partner")
    source = f"(SELECT * FROM generate_series(0, {size.parties - 1}) n)"
    number = "lpad(s.n::text, 6, '0')"
    loader.clone(
        "res_partner",
        o.party,
        source,
        id=f"{o.first} + s.n",
        commercial_partner_id=f"{o.first} + s.n",
        name=f"'Party ' || {number}",
        complete_name=f"'Party ' || {number}",
        commercial_company_name=f"'Party ' || {number}",
        ref=f"'P' || {number}",
    )
    loader.clone(
        "res_partner",
        o.contact,
        source,
        id=f"{o.first + size.parties} + s.n",
        parent_id=f"{o.first} + s.n",
        commercial_partner_id=f"{o.first} + s.n",
        name=f"'Contact ' || {number}",
        complete_name=f"'Party ' || {number} || ', Contact ' || {number}",
        commercial_company_name=f"'Party ' || {number}",
    )


def sales(loader, o, size):
    first, line = loader.first("sale_order"), loader.first("sale_order_line")
    loader.table(
        "bench_sale",
        _filled(SALES, o, size, open=size.open_sales, first=first, line=line),
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
    _taxes(loader, "account_tax_sale_order_line_rel", "sale_order_line", line, o.sale_lines[0])


def _filled(text, o, size, **values):
    prices = PRICES.format(size=size, open=values["open"])
    return text.format(o=o, size=size, prices=prices, **values)


def _sale_line(quantity, price, delivered, invoiced):
    left = f"CASE s.kind WHEN 'quotation' THEN 0 ELSE 1 - {invoiced} END"
    return {
        **_line(quantity, price),
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


def _line(quantity, price):
    return {
        **TIMES,
        "order_id": "s.id",
        "price_unit": price,
        "technical_price_unit": price,
        "price_subtotal": f"{quantity} * {price}",
        "price_tax": f"{quantity} * {price} * 0.13",
        "price_total": f"{quantity} * {price} * 1.13",
    }


def _taxes(loader, table, lines, first, original):
    """Give all lines from the first one on the taxes of the original."""
    loader.query(
        f"INSERT INTO {table} ({lines}_id, account_tax_id) SELECT l.id, t.account_tax_id"
        f" FROM {lines} l CROSS JOIN {table} t WHERE l.id >= {first} AND t.{lines}_id = {original}"
    )


def purchases(loader, o, size):
    first, line = loader.first("purchase_order"), loader.first("purchase_order_line")
    loader.table(
        "bench_purchase",
        _filled(PURCHASES, o, size, open=size.open_purchases, first=first, line=line),
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
    taxes = "account_tax_purchase_order_line_rel"
    _taxes(loader, taxes, "purchase_order_line", line, o.purchase_lines[0])


def _purchase_line(quantity, price, received, billed):
    return {
        **_line(quantity, price),
        "partner_id": "s.pid",
        "product_qty": quantity,
        "product_uom_qty": quantity,
        "date_planned": "s.day + TIME '15:00'",
        "qty_received": f"{quantity} * {received}",
        "qty_invoiced": f"{quantity} * {billed}",
    }
