"""Confirming an order: with the addon, and in the same data without it."""

from odoo import Command
from odoo.service.model import call_kw

from . import parties
from .measure import interleaved

#: model, product, quantity field, method
KINDS = {
    "sale of a service": ("sale.order", "service", "product_uom_qty", "action_confirm"),
    "sale of goods": ("sale.order", "goods", "product_uom_qty", "action_confirm"),
    "purchase of a service": ("purchase.order", "service", "product_qty", "button_confirm"),
    "purchase of goods": ("purchase.order", "goods", "product_qty", "button_confirm"),
}
CONFIRMED = ("sale", "purchase")
PARTIES = 40


def values(env, kind, partner, price=80.0):
    """Return the values of an order of two pieces."""
    _model, product, quantity, _method = KINDS[kind]
    name = {"service": "Service 1", "goods": "Goods 1"}[product]
    found = env["product.product"].search([("name", "=", name)], limit=1)
    line = Command.create({"product_id": found.id, quantity: 2.0, "price_unit": price})
    return {"partner_id": partner, "order_line": [line]}


def once(db, kind, partner):
    """Order as the salesperson and confirm as a client would; return the sample of the latter."""
    model, _product, _quantity, method = KINDS[kind]
    with db.env("bench") as env:
        order_id = env[model].create(values(env, kind, partner)).id
    sample, _result = db.time(
        lambda env: call_kw(env[model], method, [[order_id]], {}), "bench", commit=True
    )
    with db.env() as env:
        state = env[model].browse(order_id).state
        if state not in CONFIRMED:
            raise ValueError(f"{db.name}: the {kind} is {state}")
    return sample


def compare(databases, kind, partners, rounds):
    """Confirm one order per round in each database; return ``{name of the database: [Sample]}``.

    :param partners: ``{name of the database: ids}``, which take turns
    """

    def call(db):
        mine = partners[db.name]
        return lambda number: once(db, kind, mine[number % len(mine)])

    return interleaved(rounds, {db.name: call(db) for db in databases})


def measure(databases, rounds):
    """Confirm each kind of order, for some parties and for the busiest one."""
    pair = (databases["ours"], databases["alone"])
    some = parties.some(parties.trading(pair[0]), PARTIES)
    busiest = [parties.everyone(pair[0])[0]]
    result = {}
    for kind in KINDS:
        for whom, partners in (("confirm", some), ("busy", busiest)):
            both = {db.name: partners for db in pair}
            result[f"{kind}/{whom}"] = compare(pair, kind, both, rounds[whom])
    return result
