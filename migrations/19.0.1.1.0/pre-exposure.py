from odoo.addons.counterparty_control.hooks import add_columns


def migrate(cr, version):
    """Fill the columns on lines of orders at once; carry over whether stock counts."""
    if not version:
        return
    add_columns(cr)
    cr.execute("ALTER TABLE res_company ADD COLUMN IF NOT EXISTS counterparty_stock_mode varchar")
    cr.execute(
        "UPDATE res_company SET counterparty_stock_mode ="
        " CASE WHEN counterparty_count_stock IS FALSE THEN 'off' ELSE 'dedicated' END"
    )
