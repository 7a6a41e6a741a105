"""Invoices of customers and bills of suppliers."""

from .items import SIDES, item, named
from .orders import TIMES

#: Of orders: open are the ones that are not closed. ``n`` numbers all documents of a side.
ORDERED = """
    SELECT row_number() OVER (ORDER BY n) - 1 AS n, n AS source, pid, debtor, line,
           q * i1 AS q, p1, q * p1 * i1 AS a1, p2 * i2 AS a2, day + 1 AS day, {unpaid} AS open,
           FALSE AS half
      FROM bench_{side} WHERE i1 > 0
"""
#: Without an order; every tenth open one is paid by half.
DIRECT = """
    SELECT {ordered} + n AS n, NULL::bigint AS source, party AS pid, party AS debtor,
           NULL::bigint AS line, q, p1, q * p1 AS a1, 0 AS a2, day, open,
           open AND n % 10 = 0 AS half
      FROM (SELECT n, n < {size.open_direct_invoices} AS open,
                   {o.first} + pg_temp.party(7, n) AS party,
                   (1 + floor(pg_temp.part(8, n) * 9))::numeric AS q,
                   (50 + floor(pg_temp.part(9, n) * 1000))::numeric AS p1,
                   CURRENT_DATE - floor(pg_temp.part(10, n) * 55)::int
                   - CASE WHEN n < {size.open_direct_invoices} THEN 0
                          ELSE 61 + floor(pg_temp.part(11, n) * {size.days}) END::int AS day
              FROM generate_series(0, {direct} - 1) n) x
"""


def write(loader, o, size, side):
    """Write the invoices of customers (side ``sale``) or the bills of suppliers."""
    unpaid = "kind <> 'closed'"
    if side == "purchase":  # and as many closed ones as there are open sales invoices of orders
        unpaid += f" OR n < {size.open_purchases + size.parties // 4}"
    loader.table("bench_bill", ORDERED.format(side=side, unpaid=f"({unpaid})"))
    if side == "sale":
        [(ordered, waiting)] = loader.query(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE open) FROM bench_bill"
        )
        total = (size.receivables + waiting + size.open_direct_invoices) // 2
        loader.query(
            "INSERT INTO bench_bill "
            + DIRECT.format(o=o, size=size, ordered=ordered, direct=total - ordered)
        )
    first, line = loader.first("account_move"), loader.first("account_move_line")
    loader.table(
        f"bench_{side}_bill",
        f"""SELECT *, {first} + n AS id, {line} + 4 * n AS aml, (a1 + a2) * 0.13 AS tax,
                   (a1 + a2) * 1.13 AS total,
                   CASE WHEN open THEN (a1 + a2) * 1.13 * CASE WHEN half THEN 0.5 ELSE 1 END
                        ELSE 0 END AS residual,
                   day + CASE WHEN open AND n % 30 = 0 THEN -20 ELSE 60 END AS due
              FROM bench_bill""",
    )
    loader.query("DROP TABLE bench_bill")
    _bill(loader, o, side)
    _bill_lines(loader, o, side)


def _bill(loader, o, side):
    sign = SIDES[side]["sign"]
    amounts = {"untaxed": "s.a1 + s.a2", "tax": "s.tax", "total": "s.total"}
    columns = {f"amount_{name}": amount for name, amount in amounts.items()}
    columns |= {f"amount_{name}_signed": f"{sign} * ({a})" for name, a in amounts.items()}
    for name in ("untaxed", "total"):
        columns[f"amount_{name}_in_currency_signed"] = columns[f"amount_{name}_signed"]
    loader.clone(
        "account_move",
        getattr(o, SIDES[side]["original"])[0],
        f"bench_{side}_bill",
        **columns,
        **TIMES,
        id="s.id",
        **named("s.n + 10"),
        partner_id="s.debtor",
        partner_shipping_id="s.debtor",
        commercial_partner_id="s.pid",
        payment_reference="NULL",
        invoice_origin="NULL",
        ref="NULL",
        date="s.day",
        invoice_date="s.day",
        invoice_date_due="s.due",
        amount_residual="s.residual",
        amount_residual_signed=f"{sign} * s.residual",
        payment_state="CASE WHEN s.half THEN 'partial' WHEN s.open THEN 'not_paid' ELSE 'paid' END",
    )


def _bill_lines(loader, o, side):
    """Write the lines for goods, service and tax, and the due one."""
    original, sign = getattr(o, SIDES[side]["original"]), SIDES[side]["sign"]
    table = f"bench_{side}_bill"
    product = {"price_subtotal": "{}", "price_total": "{} * 1.13"}
    link = {"purchase_line_id": "s.line + {}"} if side == "purchase" else {}
    kinds = (  # slot, amount against the due line, columns
        ("s.a1", {**product, "product_id": f"{o.goods} + s.n % 200", **link, "price_unit": "s.p1"}),
        ("s.a2", {**product, "product_id": f"{o.services} + s.n % 50", **link}),
        ("s.tax", {"tax_base_amount": f"{-sign} * (s.a1 + s.a2)"}),
    )
    for slot, (amount, columns) in enumerate(kinds):
        texts = {
            name: text.format(slot if name == "purchase_line_id" else amount)
            for name, text in columns.items()
        }
        if slot == 0:
            texts["quantity"] = "s.q"
        elif slot == 1:
            texts |= {"quantity": "1", "price_unit": "s.a2"}
        item(
            loader,
            original[1 + slot],
            f"(SELECT * FROM {table} WHERE a2 > 0)" if slot == 1 else table,
            f"{-sign} * {amount}",
            **texts,
            id=f"s.aml + {slot}",
            invoice_date="s.day",
        )
    item(
        loader,
        original[4],
        table,
        f"{sign} * s.total",
        id="s.aml + 3",
        invoice_date="s.day",
        date_maturity="s.due",
        amount_residual=f"{sign} * s.residual",
        amount_residual_currency=f"{sign} * s.residual",
        reconciled="NOT s.open",
        full_reconcile_id="NULL",
        matching_number="NULL",
    )
    loader.query(
        f"INSERT INTO account_move_line_account_tax_rel (account_move_line_id, account_tax_id)"
        f" SELECT s.aml + slot, t.account_tax_id FROM {table} s, generate_series(0, 1) slot,"
        f" account_move_line_account_tax_rel t WHERE t.account_move_line_id = {original[1]}"
        f" AND (slot = 0 OR s.a2 > 0)"
    )
    if side == "purchase":
        loader.query(
            "INSERT INTO account_move_purchase_order_rel (account_move_id, purchase_order_id)"
            " SELECT s.id, p.id FROM bench_purchase_bill s JOIN bench_purchase p ON p.n = s.source"
        )
    else:
        loader.query(
            "INSERT INTO sale_order_line_invoice_rel (invoice_line_id, order_line_id)"
            " SELECT s.aml + slot, s.line + slot FROM bench_sale_bill s, generate_series(0, 1) slot"
            " WHERE s.line IS NOT NULL AND (slot = 0 OR s.a2 > 0)"
        )
