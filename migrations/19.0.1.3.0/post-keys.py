from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the parties of an existing database the keys that duplicates are found by."""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["counterparty.party.key"]._rebuild()
