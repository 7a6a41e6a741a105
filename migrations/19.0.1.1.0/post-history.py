from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the parties of an existing database the past that a new installation gives them."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    companies = env["res.company"].browse(env.company._counterparty_controlled())
    env["counterparty.reconstruction"]._rebuild(companies)
