from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the entries of the prohibited list the traces that similar names are found by."""
    if version:
        env = api.Environment(cr, SUPERUSER_ID, {})
        entries = env["counterparty.prohibition"].with_context(active_test=False).search([])
        entries._refresh_keys()
        env["counterparty.screening"]._notice("entry", entries.ids)
