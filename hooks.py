"""What happens once, when the addon is installed or removed."""

#: What the exposure statement reads on lines of orders, filled for all of them at once: Odoo would
#: compute it line by line. ``policy/orders.py`` says what is open.
_COLUMNS = """
ALTER TABLE sale_order_line ADD COLUMN IF NOT EXISTS counterparty_party_id integer;
UPDATE sale_order_line sol SET counterparty_party_id = so.partner_invoice_id
  FROM sale_order so
 WHERE so.id = sol.order_id AND sol.display_type IS NULL
   AND (sol.state = 'sale' OR sol.qty_delivered > 0)
   AND (COALESCE(sol.untaxed_amount_invoiced, 0) IS DISTINCT FROM sol.price_subtotal
        OR sol.qty_delivered > sol.product_uom_qty);
ALTER TABLE purchase_order_line ADD COLUMN IF NOT EXISTS counterparty_party_id integer;
ALTER TABLE purchase_order_line
  ADD COLUMN IF NOT EXISTS counterparty_qty_billed numeric DEFAULT 0;
ALTER TABLE purchase_order_line ALTER COLUMN counterparty_qty_billed DROP DEFAULT;
UPDATE purchase_order_line pol SET counterparty_qty_billed = billed.quantity
  FROM (SELECT pol.id, SUM(CASE bill.move_type WHEN 'in_invoice' THEN 1 WHEN 'in_refund' THEN -1
                           ELSE 0 END * item.quantity
                           * COALESCE(used.factor / NULLIF(ordered.factor, 0), 1)) AS quantity
          FROM purchase_order_line pol
          JOIN account_move_line item ON item.purchase_line_id = pol.id
          JOIN account_move bill ON bill.id = item.move_id
          LEFT JOIN uom_uom used ON used.id = item.product_uom_id
          LEFT JOIN uom_uom ordered ON ordered.id = pol.product_uom_id
         WHERE bill.state = 'posted'
         GROUP BY pol.id) billed
 WHERE billed.id = pol.id;
UPDATE purchase_order_line pol SET counterparty_party_id = po.partner_id
  FROM purchase_order po
 WHERE po.id = pol.order_id AND po.state = 'purchase' AND pol.display_type IS NULL
   AND CASE WHEN pol.qty_received_method = 'stock_moves'
            THEN pol.qty_received < pol.product_qty
                 OR pol.counterparty_qty_billed > pol.qty_received
            ELSE pol.counterparty_qty_billed < pol.product_qty END;
"""


def pre_init_hook(env):
    """Prepare the columns on lines of orders, which may be many."""
    add_columns(env.cr)


def add_columns(cr):
    """Add and fill the stored columns on lines of orders; may be repeated."""
    cr.execute(_COLUMNS)


def settle_lines(env):
    """Close the lines that are invoiced in full below their price; there are few of them."""
    lines = env["sale.order.line"].search([("counterparty_party_id", "!=", False)])
    below = lines.filtered(lambda line: line.qty_invoiced >= line.product_uom_qty > 0)
    env.add_to_compute(lines._fields["counterparty_party_id"], below)


def post_init_hook(env):
    """Give companies grade policies and a past, parties their keys; observe where orders exist."""
    settle_lines(env)
    env["counterparty.party.key"]._rebuild()
    companies = env["res.company"].search([])
    env["counterparty.grade"]._create_defaults(companies)
    demo = env.ref("counterparty_control.demo_company", raise_if_not_found=False)
    companies -= demo or companies.browse()
    companies._counterparty_switch_on()
    env["counterparty.reconstruction"]._rebuild(companies)


def uninstall_hook(env):
    """Leave nothing behind that Odoo would not remove: the mirrored limits stay as they are."""
    env["counterparty.index"]._drop()
    workflows = ("application", "rating", "limit.request", "profile", "group", "onboarding")
    workflows += ("override", "hold", "corrective", "event")
    workflows += ("prohibition.hit", "prohibition.version")
    models = [f"counterparty.{name}" for name in workflows]
    env["mail.activity"].search([("res_model", "in", models)]).unlink()
    types = env["mail.activity.type"]
    for name in ("step", "held", "ready", "wind_down", "corrective", "risk"):
        xmlid = f"counterparty_control.mail_activity_type_{name}"
        types |= env.ref(xmlid, raise_if_not_found=False) or types
    left = env["mail.activity"].with_context(active_test=False)
    left.search([("activity_type_id", "in", types.ids)]).unlink()
    # kept: what the demo booked, like any booking; licence types go with their table
    data = env["ir.model.data"].search([("module", "=", "counterparty_control")])
    data.filtered(
        lambda row: row.name.startswith("demo_") or row.model == "counterparty.licence.type"
    ).unlink()
