from odoo import SUPERUSER_ID, api

from odoo.addons.counterparty_control.hooks import settle_lines


def migrate(cr, version):
    """Close the lines that are invoiced in full below their price."""
    if version:
        settle_lines(api.Environment(cr, SUPERUSER_ID, {}))
