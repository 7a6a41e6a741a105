"""The documents that all others are copies of, made through Odoo's own methods."""

from types import SimpleNamespace

from odoo import Command

GOODS, SERVICES = 200, 50


def make(env):
    """Set the company up, and return the ids of one document of each kind."""
    o = SimpleNamespace()
    _company(env, o)
    _products(env, o)
    _parties(env, o)
    _sales(env, o)
    _purchases(env, o)
    _entries(env, o)
    env.flush_all()
    return o


def _company(env, o):
    company = env.company
    env["account.chart.template"].try_loading("cn", company, install_demo=False)
    usd = env.ref("base.USD")
    usd.active = True
    env["res.currency.rate"].create(
        {"currency_id": usd.id, "company_id": company.id, "name": "2020-01-01", "rate": 0.14}
    )
    o.company, o.usd = company.id, usd.id
    o.warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
    o.bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
    user = env["res.users"].with_context(no_reset_password=True)
    groups = (
        "base.group_user",
        "sales_team.group_sale_salesman_all_leads",
        "purchase.group_purchase_user",
        "stock.group_stock_user",
        "account.group_account_invoice",
    )
    user.create(
        {
            "name": "Bench",
            "login": "bench",
            "password": "bench",
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )


def _products(env, o):
    common = {"list_price": 100.0, "invoice_policy": "order", "purchase_method": "receive"}
    goods = env["product.product"].create(
        [
            {**common, "name": f"Goods {n}", "type": "consu", "is_storable": True, "sale_ok": True}
            for n in range(GOODS)
        ]
    )
    goods.standard_price = 60.0
    services = env["product.product"].create(
        [{**common, "name": f"Service {n}", "type": "service"} for n in range(SERVICES)]
    )
    services.purchase_method = "purchase"
    for product in goods:
        env["stock.quant"]._update_available_quantity(product, o.warehouse.lot_stock_id, 1e7)
    o.goods, o.services = goods.ids[0], services.ids[0]
    for products in (goods, services):  # the statements count on it
        if products.ids != list(range(products.ids[0], products.ids[0] + len(products))):
            raise ValueError("products without consecutive ids")


def _parties(env, o):
    party = env["res.partner"].create(
        {"name": "Original", "is_company": True, "customer_rank": 1, "supplier_rank": 1}
    )
    o.party = party.id
    o.contact = env["res.partner"].create({"name": "Contact", "parent_id": party.id}).id


def _lines(o, quantity, price):
    return [
        Command.create({"product_id": product, quantity: 4.0, price: 100.0})
        for product in (o.goods, o.services)
    ]


def _sales(env, o):
    values = {"partner_id": o.party, "order_line": _lines(o, "product_uom_qty", "price_unit")}
    done, waiting = env["sale.order"].create([values, values])
    (done | waiting).action_confirm()
    o.out_done = _handle(done.picking_ids)
    o.out_waiting = _moved(waiting.picking_ids)
    done.order_line[1].qty_delivered = 4.0
    invoice = done._create_invoices()
    invoice.action_post()
    o.sale, o.sale_lines = done.id, done.order_line.ids
    o.invoice, o.receipt = _booked(invoice), _paid(env, invoice)


def _purchases(env, o):
    values = {"partner_id": o.party, "order_line": _lines(o, "product_qty", "price_unit")}
    done, waiting = env["purchase.order"].create([values, values])
    (done | waiting).button_confirm()
    o.in_done = _handle(done.picking_ids)
    o.in_waiting = _moved(waiting.picking_ids)
    done.action_create_invoice()
    bill = done.invoice_ids
    bill.invoice_date = bill.date
    bill.action_post()
    o.purchase, o.purchase_lines = done.id, done.order_line.ids
    o.bill, o.payment = _booked(bill), _paid(env, bill)


def _handle(picking):
    for move in picking.move_ids:
        move.quantity = move.product_uom_qty
    picking.button_validate()
    return _moved(picking)


def _moved(picking):
    """Return the ids of a picking, its move and the line of that."""
    return picking.id, picking.move_ids.id, picking.move_line_ids.id


def _booked(move):
    """Return the ids of an invoice and of its lines: goods, service, tax, due."""
    goods, service = move.invoice_line_ids
    tax = move.line_ids.filtered(lambda line: line.display_type == "tax")
    due = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
    return move.id, goods.id, service.id, tax.id, due.id


def _paid(env, invoice):
    """Pay in full; return the ids of the payment, its entry and lines, and the reconciliation."""
    context = {"active_model": "account.move", "active_ids": invoice.ids}
    payment = env["account.payment.register"].with_context(**context).create({})._create_payments()
    matched = payment.move_id.line_ids.filtered("full_reconcile_id")
    other = payment.move_id.line_ids - matched
    partial = matched.matched_debit_ids | matched.matched_credit_ids
    full = matched.full_reconcile_id
    return payment.id, payment.move_id.id, other.id, matched.id, partial.id, full.id


def _entries(env, o):
    """Book an advance to a supplier on 1123 and one of a customer on 2203."""
    accounts = env["account.account"]
    cash = o.bank.default_account_id
    for name, code, sign in (("advance_paid", "1123%", 1), ("advance_received", "2203%", -1)):
        account = accounts.search([("code", "=like", code)], limit=1)
        lines = [
            Command.create({"account_id": a.id, "partner_id": o.party, "balance": b * 100.0})
            for a, b in ((account, sign), (cash, -sign))
        ]
        move = env["account.move"].create({"journal_id": o.bank.id, "line_ids": lines})
        move.action_post()
        setattr(o, name, (move.id, *move.line_ids.sorted(lambda m: m.account_id == cash).ids))
