"""What suppliers delivered: punctual or late, billed and paid; and what went back."""

from odoo import Command

from .history import match
from .supply import Purchase, confirm
from .trade import finish

#: Ten deliveries of S01 each month, one of them late; five of S04, two of them late.
LATE = {"s01": {4: 12}, "s04": {1: 20, 3: 45}}
ORDERS = (
    *(Purchase("s01", "steel", 50, 4_000, -335 + 30 * n, -350 + 30 * n) for n in range(10)),
    *(Purchase("s04", "resin", 8, 10_000, -330 + 50 * n, -345 + 50 * n) for n in range(5)),
)
#: The delivery of S04 that was faulty, and how much of it went back.
RETURNED = (2, 3)


def build(stage):
    """Receive, bill and pay what was ordered, each on its day."""
    orders = confirm(stage, ORDERS).with_env(stage.env)
    finish(orders.picking_ids)
    numbers = {}
    bills = []
    for row, order in zip(ORDERS, orders, strict=True):
        number = numbers[row.party] = numbers.get(row.party, -1) + 1
        arrived = stage.day(row.arrival + LATE[row.party].get(number, 0))
        _backdate(order.picking_ids, arrived)
        bills.append(_bill(stage, order, arrived))
    _settle(stage, bills)
    _return(stage, orders.filtered(lambda order: order.partner_id == stage.parties["s04"]))


def _backdate(pickings, day):
    pickings.date_done = day
    pickings.move_ids.date = day
    pickings.move_line_ids.date = day


def _bill(stage, order, day):
    line = order.order_line
    values = {
        "name": line.name,
        "product_id": line.product_id.id,
        "quantity": line.qty_received,
        "price_unit": line.price_unit,
        "tax_ids": [Command.set(line.tax_ids.ids)],
        "purchase_line_id": line.id,
    }
    return {
        "move_type": "in_invoice",
        "partner_id": order.partner_id.id,
        "invoice_date": day,
        "date": day,
        "invoice_payment_term_id": stage.terms["after_receipt"].id,
        "ref": f"示例发票 {order.name}",
        "invoice_origin": order.name,
        "invoice_line_ids": [Command.create(values)],
    }


def _settle(stage, bills):
    moves = stage.by("finance")["account.move"].create(bills)
    moves.action_post()
    payments = stage.by("finance")["account.payment"].create(
        [
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": move.partner_id.id,
                "amount": move.amount_total,
                "currency_id": move.currency_id.id,
                "date": move.invoice_date_due,
                "memo": move.ref,
            }
            for move in moves
        ]
    )
    payments.action_post()
    match(stage, zip(moves, payments, strict=True))


def _return(stage, orders):
    number, quantity = RETURNED
    picking = orders[number].picking_ids
    wizard = stage.env["stock.return.picking"].create({"picking_id": picking.id})
    wizard.product_return_moves.write({"quantity": quantity, "to_refund": False})
    back = stage.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
    finish(back)
    _backdate(back, picking.date_done)
