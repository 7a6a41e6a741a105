{
    "name": "Order of Odoo's Own Tests",
    "summary": "Never installed: loaded for the server by ./dev test core",
    "author": "Counterparty Control Team",
    "license": "LGPL-3",
    "installable": False,
}
