"""Invoices, bills, what was paid on them, and entries on accounts that are not reconcilable."""

from .orders import TIMES

#: What differs between customers and suppliers; the sign is that of the due line's balance.
SIDES = {
    "sale": {"original": "invoice", "payment": "receipt", "sign": 1},
    "purchase": {"original": "bill", "payment": "payment", "sign": -1},
}
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
PAID = """
    SELECT n, n AS bill, pid, CASE WHEN half THEN total / 2 ELSE total END AS amount,
           LEAST(day + 50, CURRENT_DATE) AS day, half AS partial
      FROM bench_{side}_bill WHERE half OR NOT open
     UNION ALL
    SELECT {bills} + n, NULL, {o.first} + pg_temp.party(12, n),
           (100 + floor(pg_temp.part(13, n) * 5000))::numeric,
           CURRENT_DATE - floor(pg_temp.part(14, n) * 50)::int, FALSE
      FROM generate_series(0, {size.advances} - 1) n
"""
ENTRIES = """
    SELECT n, {o.first} + pg_temp.party(15, n) AS pid, {move} + n AS id,
           (100 + floor(pg_temp.part(16, n) * 5000))::numeric AS amount,
           CURRENT_DATE - floor(pg_temp.part(17, n) * 50)::int AS day
      FROM generate_series(0, {size.special_entries} - 1) n
"""
PREFIX = r"regexp_replace(o.sequence_prefix, '\d{4}/$', '') || to_char(s.day, 'YYYY/')"


def bills(loader, o, size, side):
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
        **_name("s.n + 10"),
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


def _name(number):
    return {
        "name": f"{PREFIX} || lpad(({number})::text, 7, '0')",
        "sequence_prefix": PREFIX,
        "sequence_number": number,
    }


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
        _aml(
            loader,
            original[1 + slot],
            f"(SELECT * FROM {table} WHERE a2 > 0)" if slot == 1 else table,
            f"{-sign} * {amount}",
            **texts,
            id=f"s.aml + {slot}",
            invoice_date="s.day",
        )
    _aml(
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


def _aml(loader, original, source, balance, **columns):
    defaults = {
        **TIMES,
        "move_id": "s.id",
        "move_name": "NULL",
        "ref": "NULL",
        "partner_id": "s.pid",
        "date": "s.day",
        "balance": balance,
        "amount_currency": balance,
        "debit": f"GREATEST({balance}, 0)",
        "credit": f"GREATEST(-({balance}), 0)",
    }
    loader.clone("account_move_line", original, source, **{**defaults, **columns})


def payments(loader, o, size, side):
    """Write what was paid on the documents of a side, and advances that match none."""
    [(count,)] = loader.query(f"SELECT COUNT(*) FROM bench_{side}_bill")
    tables = ("account_move", "account_move_line", "account_payment", "account_partial_reconcile")
    move, aml, payment, partial = map(loader.first, tables)
    full = loader.first("account_full_reconcile")
    paid = PAID.format(side=side, o=o, size=size, bills=count)
    loader.table(
        f"bench_{side}_paid",
        f"""SELECT p.*, {move} + p.n AS id, {aml} + 2 * p.n AS aml, {payment} + p.n AS payment,
                   {partial} + p.n AS match, b.aml + 3 AS due,
                   CASE WHEN p.bill IS NOT NULL AND NOT p.partial THEN {full} + p.n END AS whole,
                   b.id AS invoice
              FROM ({paid}) p LEFT JOIN bench_{side}_bill b ON b.n = p.bill""",
    )
    _payment(loader, o, side)
    _matches(loader, o, side)


def _payment(loader, o, side):
    payment, move, other, matched = getattr(o, SIDES[side]["payment"])[:4]
    sign, source = SIDES[side]["sign"], f"bench_{side}_paid"
    offset = {"sale": "s.n + 10", "purchase": "s.n + 4000000"}[side]  # one journal, two sides
    loader.clone(
        "account_payment",
        payment,
        source,
        **TIMES,
        id="s.payment",
        name="o.name || '-' || s.n",
        move_id="s.id",
        partner_id="s.pid",
        memo="NULL",
        date="s.day",
        amount="s.amount",
        amount_company_currency_signed=f"{sign} * s.amount",
        state="CASE WHEN s.bill IS NULL THEN 'in_process' ELSE 'paid' END",
        is_reconciled="s.bill IS NOT NULL",
    )
    loader.clone(
        "account_move",
        move,
        source,
        **TIMES,
        **_name(offset),
        id="s.id",
        origin_payment_id="s.payment",
        partner_id="s.pid",
        commercial_partner_id="s.pid",
        ref="NULL",
        date="s.day",
        invoice_date_due="s.day",
        amount_total="s.amount",
        amount_total_signed="s.amount",
        amount_total_in_currency_signed="s.amount",
    )
    lines = {"payment_id": "s.payment", "date_maturity": "s.day"}
    residual = f"{sign} * s.amount"
    _aml(
        loader,
        other,
        source,
        f"{sign} * s.amount",
        **lines,
        id="s.aml",
        amount_residual=residual,
        amount_residual_currency=residual,
    )
    left = f"CASE WHEN s.bill IS NULL THEN {-sign} * s.amount ELSE 0 END"
    _aml(
        loader,
        matched,
        source,
        f"{-sign} * s.amount",
        **lines,
        id="s.aml + 1",
        amount_residual=left,
        amount_residual_currency=left,
        reconciled="s.bill IS NOT NULL",
        full_reconcile_id="s.whole",
        matching_number="CASE WHEN s.bill IS NOT NULL THEN COALESCE(s.whole::text, 'P' || s.match)"
        " END",
    )


def _matches(loader, o, side):
    """Reconcile payments with what they paid."""
    partial, full = getattr(o, SIDES[side]["payment"])[4:]
    source = f"(SELECT * FROM bench_{side}_paid WHERE bill IS NOT NULL)"
    debit, credit = ("s.due", "s.aml + 1") if side == "sale" else ("s.aml + 1", "s.due")
    loader.clone(
        "account_partial_reconcile",
        partial,
        source,
        **TIMES,
        id="s.match",
        debit_move_id=debit,
        credit_move_id=credit,
        full_reconcile_id="s.whole",
        max_date="s.day",
        amount="s.amount",
        debit_amount_currency="s.amount",
        credit_amount_currency="s.amount",
    )
    whole = f"(SELECT * FROM bench_{side}_paid WHERE whole IS NOT NULL)"
    loader.clone("account_full_reconcile", full, whole, **TIMES, id="s.whole")
    loader.query(
        "UPDATE account_move_line aml SET full_reconcile_id = p.whole,"
        " matching_number = COALESCE(p.whole::text, 'P' || p.match)"
        f" FROM bench_{side}_paid p WHERE p.bill IS NOT NULL AND aml.id = p.due"
    )
    link = "account_move__account_payment"
    loader.query(
        f"INSERT INTO {link} (invoice_id, payment_id)"
        f" SELECT invoice, payment FROM bench_{side}_paid WHERE invoice IS NOT NULL"
    )


def entries(loader, o, size):
    """Write advances on 1123 and 2203, which count by balance."""
    for name, sign in (("advance_paid", 1), ("advance_received", -1)):
        move, special, cash = getattr(o, name)
        first, aml = loader.first("account_move"), loader.first("account_move_line")
        loader.table(
            f"bench_{name}",
            ENTRIES.format(o=o, size=size, move=first),
        )
        loader.clone(
            "account_move",
            move,
            f"bench_{name}",
            **TIMES,
            **_name({1: "s.n + 100", -1: "s.n + 5000000"}[sign]),
            id="s.id",
            date="s.day",
            amount_total="s.amount",
            amount_total_signed="s.amount",
            amount_total_in_currency_signed="s.amount",
        )
        for slot, (original, side) in enumerate(((special, sign), (cash, -sign))):
            _aml(
                loader,
                original,
                f"bench_{name}",
                f"{side} * s.amount",
                id=f"{aml} + 2 * s.n + {slot}",
                amount_residual=_left(side),
                amount_residual_currency=_left(side),
            )


def _left(side):
    return f"CASE WHEN o.amount_residual <> 0 THEN {side} * s.amount ELSE 0 END"
