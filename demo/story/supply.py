"""Purchases: what is ordered, and what was paid for it in advance."""

from typing import NamedTuple

from odoo import Command


class Purchase(NamedTuple):
    """What is wanted of a party; when it was ordered and is to arrive, in days from today."""

    party: str
    product: str
    quantity: float
    price: float
    arrival: int = 20
    ordered: int = 0
    currency: str = "CNY"


PREPAID = (
    Purchase("c08", "resin", 120, 10_000, 18, -15),
    Purchase("s01", "steel", 650, 4_000, 10, -23),
    Purchase("s03", "mould", 3, 20_000, 5, -13),
    Purchase("s04", "resin", 50, 10_000, -40, -73),
    Purchase("f02", "steel", 100, 500, 15, -28, "USD"),
)
#: The prepayments followed the orders by days; one was not booked as an advance (1123).
PAID_AFTER, ON_PAYABLE = 3, "s03"
#: A bill of C08 that is not due yet.
BILL = ("c08", -30, 300_000)


def build(stage):
    """Confirm the orders, prepay them and book the bill."""
    keys, orders = [row.party for row in PREPAID], confirm(stage, PREPAID)
    payments = stage.by("finance")["account.payment"].create(
        [_prepayment(stage, row, order) for row, order in zip(PREPAID, orders, strict=True)]
    )
    payments.action_post()
    for what, records in (("purchase", orders), ("prepayment", payments)):
        stage.name_all({f"{what}_{key}": row for key, row in zip(keys, records, strict=True)})
    _bill(stage)


def request(stage, wanted, **values):
    """What the buyer asks a party for."""
    partner, domestic = stage.parties[wanted.party], wanted.currency == "CNY"
    line = {
        "product_id": stage.products[wanted.product].id,
        "product_qty": wanted.quantity,
        "price_unit": wanted.price,
        "tax_ids": [Command.set(stage.taxes["purchase"].ids if domestic else [])],
        "date_planned": stage.day(wanted.arrival),
    }
    return {
        "partner_id": partner.id,
        "user_id": stage.users["buyer"].id,
        "currency_id": stage.env.ref(f"base.{wanted.currency}").id,
        "payment_term_id": partner.property_supplier_payment_term_id.id,
        "order_line": [Command.create(line)],
        **values,
    }


def confirm(stage, rows):
    """Order and confirm, on the days on which the rows say it was done; return the orders."""
    days = [stage.day(row.ordered) for row in rows]
    orders = stage.by("buyer")["purchase.order"].create(
        [request(stage, row, date_order=day) for row, day in zip(rows, days, strict=True)]
    )
    orders.button_confirm()
    for order, day in zip(orders.sudo(), days, strict=True):
        order.date_approve = day
    return orders


def _prepayment(stage, row, order):
    advance = stage.env["account.account"].search(
        [("account_type", "=", "asset_prepayments"), ("company_ids", "in", stage.company.ids)],
        limit=1,
    )
    return {
        "payment_type": "outbound",
        "partner_type": "supplier",
        "partner_id": stage.parties[row.party].id,
        "amount": order.amount_total,
        "currency_id": order.currency_id.id,
        "date": stage.day(row.ordered + PAID_AFTER),
        "memo": f"{order.name} 预付款",
        **({"destination_account_id": advance.id} if row.party != ON_PAYABLE else {}),
    }


def _bill(stage):
    party, issued, amount = BILL
    bill = stage.by("finance")["account.move"].create(
        {
            "move_type": "in_invoice",
            "partner_id": stage.parties[party].id,
            "invoice_date": stage.day(issued),
            "date": stage.day(issued),
            "invoice_payment_term_id": stage.terms["net60"].id,
            "ref": "示例发票0008",
            "invoice_line_ids": [stage.line("resin", 30, amount / 30, "purchase")],
        }
    )
    bill.action_post()
    stage.name(f"bill_{party}", bill)
