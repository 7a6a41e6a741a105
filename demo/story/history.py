"""Sales on credit: invoices, what was paid of them and when, in days from today."""

from typing import NamedTuple


class Invoice(NamedTuple):
    """Of a party, issued on a day, paid on another one wholly or in part."""

    party: str
    issued: int
    amount: float
    paid: int | None = None
    part: float | None = None
    currency: str = "CNY"


TERM = 60


def _settled(party, amount, *issued_and_late):
    return tuple(
        Invoice(party, issued, amount, issued + TERM + late) for issued, late in issued_and_late
    )


#: What is open today: due 60 days after the day of issue.
OPEN = (
    Invoice("c01", -25, 1_800_000),
    Invoice("c01", -55, 1_200_000),
    Invoice("c02", -20, 1_500_000),
    Invoice("c02", -40, 780_000),
    Invoice("c03", -80, 900_000),
    Invoice("c03", -15, 530_000),
    Invoice("c04", -135, 620_000, -60, 200_000),
    Invoice("c05", -210, 350_000),
    Invoice("c08", -40, 800_000),
    Invoice("c09", -30, 900_000),
    Invoice("f01", -40, 100_000, currency="EUR"),
)
#: What was paid: early, a little late, and worse and worse.
SETTLED = (
    *_settled("c01", 1_400_000, *((issued, -2) for issued in range(-420, -60, 30))),
    *_settled("c02", 900_000, (-340, 0), (-290, 3), (-240, 6), (-190, 1), (-150, 4), (-110, 5)),
    *_settled("c03", 600_000, (-330, 10), (-260, 14), (-200, 18), (-150, 20)),
    *_settled("c04", 300_000, (-400, 5), (-340, 12), (-280, 35), (-220, 42), (-180, 8)),
    *_settled("c05", 200_000, (-420, 25), (-360, 60)),
    *_settled("c08", 500_000, (-330, 2), (-240, 0), (-150, 6)),
    *_settled("c09", 400_000, (-170, 1), (-110, 0)),
)


def build(stage):
    """Post all invoices and payments in the order of their dates and match them."""
    rows = sorted(OPEN + SETTLED, key=lambda row: row.issued)
    moves = stage.by("finance")["account.move"].create([_invoice(stage, row) for row in rows])
    moves.action_post()
    stage.name_all(_names(rows, moves))
    paid = [(row, move) for row, move in zip(rows, moves, strict=True) if row.paid is not None]
    paid.sort(key=lambda pair: pair[0].paid)
    payments = stage.by("finance")["account.payment"].create(
        [_payment(stage, row, move) for row, move in paid]
    )
    payments.action_post()
    match(stage, zip((move for _row, move in paid), payments, strict=True))


def rebuild(stage):
    """Let the parties have a past, as they have it where the addon is installed late."""
    stage.env["counterparty.reconstruction"]._rebuild(stage.company)


def record(stage):
    """Record the figures of today, as it is done every evening."""
    stage.env["counterparty.exposure.round"]._record(stage.company)


def _names(rows, moves):
    names = {}
    for row, move in zip(rows, moves, strict=True):
        if row in OPEN:
            names[f"invoice_{row.party}_{-row.issued}"] = move
    return names


def _invoice(stage, row):
    domestic = row.currency == "CNY"
    product = "resin" if row.party == "c05" else "steel"
    price = stage.products[product].list_price if domestic else 1000.0
    line = stage.line(product, row.amount / price, price, "sale" if domestic else None)
    return {
        "move_type": "out_invoice",
        "partner_id": stage.parties[row.party].id,
        "currency_id": stage.env.ref(f"base.{row.currency}").id,
        "invoice_date": stage.day(row.issued),
        "invoice_payment_term_id": stage.terms["net60"].id,
        "invoice_user_id": stage.parties[row.party].user_id.id,
        "invoice_line_ids": [line],
    }


def _payment(stage, row, move):
    return {
        "payment_type": "inbound",
        "partner_type": "customer",
        "partner_id": move.partner_id.id,
        "amount": row.part or row.amount,
        "currency_id": move.currency_id.id,
        "date": stage.day(row.paid),
        "memo": move.name,
    }


def match(stage, pairs):
    """Reconcile moves with the payments that settle them."""
    kinds = ("asset_receivable", "liability_payable")
    lines = stage.env["account.move.line"]
    plan = []
    for move, payment in pairs:
        entries = lines.concat(move.line_ids, payment.move_id.line_ids)
        plan.append(entries.filtered(lambda line: line.account_type in kinds))
    lines._reconcile_plan(plan)
