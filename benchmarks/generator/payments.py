"""What was paid on invoices and bills, and entries on accounts that are not reconcilable."""

from .items import SIDES, item, named
from .orders import TIMES

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


def _worth(amount):
    """Return the columns that repeat the balance on lines of entries that are no invoices."""
    return dict.fromkeys(("price_subtotal", "price_total"), amount)


def write(loader, o, size, side):
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
        **named(offset),
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
    lines = {"payment_id": "s.payment", "date_maturity": "s.day", **_worth(f"{sign} * s.amount")}
    residual = f"{sign} * s.amount"
    item(
        loader,
        other,
        source,
        f"{sign} * s.amount",
        **lines,
        id="s.aml",
        amount_residual=residual,
        amount_residual_currency=residual,
    )
    lines |= _worth(f"{-sign} * s.amount")
    left = f"CASE WHEN s.bill IS NULL THEN {-sign} * s.amount ELSE 0 END"
    item(
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
            **named({1: "s.n + 100", -1: "s.n + 5000000"}[sign]),
            id="s.id",
            date="s.day",
            amount_total="s.amount",
            amount_total_signed="s.amount",
            amount_total_in_currency_signed="s.amount",
        )
        for slot, (original, side) in enumerate(((special, sign), (cash, -sign))):
            item(
                loader,
                original,
                f"bench_{name}",
                f"{side} * s.amount",
                **_worth(f"{side} * s.amount"),
                id=f"{aml} + 2 * s.n + {slot}",
                amount_residual=_left(side),
                amount_residual_currency=_left(side),
            )


def _left(side):
    return f"CASE WHEN o.amount_residual <> 0 THEN {side} * s.amount ELSE 0 END"
