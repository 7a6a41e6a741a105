"""Confirming an order: with the addon, and in the same data without it."""

from odoo import Command
from odoo.service.model import call_kw

from .measure import interleaved

#: model, product, quantity field, method
KINDS = {
    "sale of a service": ("sale.order", "service", "product_uom_qty", "action_confirm"),
    "sale of goods": ("sale.order", "goods", "product_uom_qty", "action_confirm"),
    "purchase of a service": ("purchase.order", "service", "product_qty", "button_confirm"),
    "purchase of goods": ("purchase.order", "goods", "product_qty", "button_confirm"),
}


def order(db, kind, partner):
    """Create an order as the salesperson; return its id."""
    model, product, quantity, _method = KINDS[kind]
    with db.env("bench") as env:
        name = {"service": "Service 1", "goods": "Goods 1"}[product]
        found = env["product.product"].search([("name", "=", name)], limit=1)
        line = Command.create({"product_id": found.id, quantity: 2.0, "price_unit": 80.0})
        return env[model].create({"partner_id": partner, "order_line": [line]}).id


def confirm(db, kind, order_id):
    """Confirm it as a client would, commit included; return the sample."""
    model, _product, _quantity, method = KINDS[kind]
    sample, _result = db.time(
        lambda env: call_kw(env[model], method, [[order_id]], {}), "bench", commit=True
    )
    with db.env() as env:
        state = env[model].browse(order_id).state
        if state not in ("sale", "purchase"):
            raise ValueError(f"{db.name}: the {kind} is {state}")
    return sample


def measure(databases, kind, partners, rounds):
    """Confirm one order per round in each database; the partners take turns.

    Return ``{name of the database: [Sample]}``.
    """

    def call(db):
        def one(number):
            return confirm(db, kind, order(db, kind, partners[number % len(partners)]))

        return one

    return interleaved(rounds, {db.name: call(db) for db in databases})
