"""What happens once, when the addon is installed or removed."""

#: What the exposure statement reads on lines of orders, filled for all of them at once: Odoo would
#: compute it line by line.
_COLUMNS = """
ALTER TABLE sale_order_line ADD COLUMN IF NOT EXISTS counterparty_debtor_id integer;
UPDATE sale_order_line sol SET counterparty_debtor_id = so.partner_invoice_id
  FROM sale_order so
 WHERE so.id = sol.order_id AND sol.counterparty_debtor_id IS DISTINCT FROM so.partner_invoice_id;
ALTER TABLE purchase_order_line
  ADD COLUMN IF NOT EXISTS counterparty_qty_billed numeric NOT NULL DEFAULT 0;
ALTER TABLE purchase_order_line ALTER COLUMN counterparty_qty_billed DROP NOT NULL;
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
"""


def pre_init_hook(env):
    """Prepare the columns on lines of orders, which may be many."""
    add_columns(env.cr)


def add_columns(cr):
    """Add and fill the stored columns on lines of orders; may be repeated."""
    cr.execute(_COLUMNS)


def post_init_hook(env):
    """Give every company its grade policies, and observe where orders are confirmed already."""
    companies = env["res.company"].search([])
    env["counterparty.grade"]._create_defaults(companies)
    demo = env.ref("counterparty_control.demo_company", raise_if_not_found=False)
    (companies - (demo or companies.browse()))._counterparty_switch_on()


def uninstall_hook(env):
    """Leave nothing behind that Odoo would not remove: the mirrored limits stay as they are."""
    env["mail.activity"].search(
        [("res_model", "in", ["counterparty.application", "counterparty.rating"])]
    ).unlink()
    env["counterparty.index"]._drop()
    # kept: what the demo booked, like any booking; licence types go with their table
    data = env["ir.model.data"].search([("module", "=", "counterparty_control")])
    data.filtered(
        lambda row: row.name.startswith("demo_") or row.model == "counterparty.licence.type"
    ).unlink()
