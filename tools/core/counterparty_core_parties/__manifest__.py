{
    "name": "Parties of Odoo's Own Tests",
    "summary": "Installed by ./dev test core alone: whoever trades in a test is approved",
    "author": "Counterparty Control Team",
    "license": "LGPL-3",
    "depends": ["counterparty_control"],
}
