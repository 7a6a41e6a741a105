"""Goods: what is in stock, what C02 got without an invoice, and what lies ready for C01."""

from odoo import Command

#: Quantities in stock at the beginning.
STOCK = {"steel": 500.0, "mould": 10.0, "resin": 50.0}


def build(stage):
    """Fill the warehouse and move goods."""
    quants = stage.env["stock.quant"].with_context(inventory_mode=True)
    quants.create(
        [
            {
                "product_id": stage.products[key].id,
                "location_id": stage.warehouse.lot_stock_id.id,
                "inventory_quantity": quantity,
            }
            for key, quantity in STOCK.items()
        ]
    ).action_apply_inventory()
    _deliver(stage)
    _set_aside(stage)


def sale(stage, party, product, quantity, term):
    """A quotation of the salesperson who is responsible for a party."""
    partner = stage.parties[party]
    orders = stage.env(user=partner.user_id.id, su=False)["sale.order"]
    return orders.create(
        {
            "partner_id": partner.id,
            "pricelist_id": False,
            "payment_term_id": stage.terms[term].id,
            "user_id": partner.user_id.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": stage.products[product].id,
                        "product_uom_qty": quantity,
                        "price_unit": stage.products[product].list_price,
                        "tax_ids": [Command.set(stage.taxes["sale"].ids)],
                    }
                )
            ],
        }
    )


def _deliver(stage):
    """60 tons for C02, delivered three days ago and not invoiced yet."""
    order = sale(stage, "c02", "steel", 60, "net60")
    order.action_confirm()
    picking = order.sudo().picking_ids
    finish(picking)
    order.sudo().date_order = stage.day(-6)
    picking.date_done = stage.day(-3)
    stage.name("order_c02_delivered", order)


def _set_aside(stage):
    """40 tons for C01, reserved and not ordered yet."""
    partner, steel = stage.parties["c01"], stage.products["steel"]
    route = {
        "location_id": stage.warehouse.lot_stock_id.id,
        "location_dest_id": partner.property_stock_customer.id,
        "partner_id": partner.id,
    }
    move = {
        **route,
        "product_id": steel.id,
        "product_uom_qty": 40,
        "product_uom": steel.uom_id.id,
        "company_id": stage.company.id,
    }
    picking = stage.env["stock.picking"].create(
        {
            **route,
            "picking_type_id": stage.warehouse.out_type_id.id,
            "move_ids": [Command.create(move)],
            "note": "按框架协议为东海示例备货,待下订单",
        }
    )
    picking.action_confirm()
    picking.action_assign()
    stage.name("picking_c01", picking)


def finish(pickings):
    """Carry out transfers in full."""
    pickings.action_assign()
    for move in pickings.move_ids:
        move.quantity = move.product_uom_qty
    pickings.move_ids.picked = True
    pickings.button_validate()
