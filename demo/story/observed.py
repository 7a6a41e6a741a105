"""The weeks before control was switched on: what it would have blocked was only recorded.

Two parties were traded with that nobody applied for; a switch-on would list them.
"""

from odoo.tools import SQL

from . import trade
from .supply import Purchase, request

#: Name, who is responsible, days ago.
CUSTOMER = ("南岭示例机械有限公司", "sales1", -12)
SUPPLIER = ("海港示例包装制品厂", "buyer", -8)


def build(stage):
    """Confirm an order of each, as it was possible while the company observed."""
    stage.company.counterparty_mode = "observe"
    sold = trade.sale(stage, _party(stage, "x01", *CUSTOMER[:2]), "freight", 12, "net30")
    sold.action_confirm()
    sold.sudo().date_order = stage.day(CUSTOMER[2])
    wanted = Purchase(_party(stage, "x02", *SUPPLIER[:2]), "freight", 20, 800)
    bought = stage.by(SUPPLIER[1])["purchase.order"].create(request(stage, wanted))
    bought.button_confirm()
    bought.sudo().write({"date_order": stage.day(SUPPLIER[2])})
    for order, days in ((sold, CUSTOMER[2]), (bought, SUPPLIER[2])):
        _date_back(stage, order, days)


def _party(stage, key, name, login):
    partner = stage.env["res.partner"].create(
        {"name": name, "is_company": True, "user_id": stage.users[login].id}
    )
    stage.parties[key] = partner
    stage.name(f"partner_{key}", partner)
    return key


def _date_back(stage, order, days):
    """Date what was observed like its order; the trail itself has no way to do so."""
    decisions = stage.env["counterparty.decision"]
    stage.env.cr.execute(
        SQL(
            "UPDATE counterparty_decision SET date = %s WHERE res_model = %s AND res_id = %s",
            stage.day(days),
            order._name,
            order.id,
        )
    )
    decisions.invalidate_model(["date"])
