"""Purchases: what is ordered, and what was paid for it in advance."""

from typing import NamedTuple

from odoo import Command


class Purchase(NamedTuple):
    """An order of a party, prepaid and not received; arrival in days from today."""

    party: str
    product: str
    quantity: float
    price: float
    paid: int
    arrival: int
    currency: str = "CNY"
    #: Booked as advance to suppliers (1123), or left open on the payable account.
    advance_account: bool = True


PREPAID = (
    Purchase("c08", "resin", 120, 10_000, -12, 18),
    Purchase("s01", "steel", 650, 4_000, -20, 10),
    Purchase("s03", "mould", 3, 20_000, -10, 5, advance_account=False),
    Purchase("s04", "resin", 50, 10_000, -70, -40),
    Purchase("f02", "steel", 100, 500, -25, 15, currency="USD"),
)
#: A bill of C08 that is not due yet.
BILL = ("c08", -30, 300_000)


def build(stage):
    """Confirm the orders, prepay them and book the bill."""
    orders = {row.party: _order(stage, row) for row in PREPAID}
    stage.name_all({f"purchase_{key}": order for key, order in orders.items()})
    payments = stage.by("finance")["account.payment"].create(
        [_prepayment(stage, row, orders[row.party]) for row in PREPAID]
    )
    payments.action_post()
    stage.name_all(
        {
            f"prepayment_{row.party}": payment
            for row, payment in zip(PREPAID, payments, strict=True)
        }
    )
    _bill(stage)


def request(stage, party, product, quantity, price, currency="CNY", **values):
    """A request for quotation of the buyer who is responsible for a party."""
    partner = stage.parties[party]
    orders = stage.env(user=partner.user_id.id, su=False)["purchase.order"]
    if not partner.user_id.has_group("purchase.group_purchase_user"):
        orders = stage.by("buyer")["purchase.order"]
    line = {
        "product_id": stage.products[product].id,
        "product_qty": quantity,
        "price_unit": price,
        "tax_ids": [Command.set(stage.taxes["purchase"].ids if currency == "CNY" else [])],
    }
    return orders.create(
        {
            "partner_id": partner.id,
            "currency_id": stage.env.ref(f"base.{currency}").id,
            "payment_term_id": partner.property_supplier_payment_term_id.id,
            "order_line": [Command.create(line)],
            **values,
        }
    )


def _order(stage, row):
    ordered, arrival = stage.day(row.paid - 3), stage.day(row.arrival)
    order = request(
        stage,
        row.party,
        row.product,
        row.quantity,
        row.price,
        row.currency,
        date_order=ordered,
    )
    order.order_line.date_planned = arrival
    order.button_confirm()
    order.sudo().date_approve = ordered
    return order


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
        "date": stage.day(row.paid),
        "memo": f"{order.name} 预付款",
        **({"destination_account_id": advance.id} if row.advance_account else {}),
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
