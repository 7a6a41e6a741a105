"""What happens once, when the addon is installed or removed."""


def post_init_hook(env):
    """Give every company its grade policies, and observe where orders are confirmed already."""
    companies = env["res.company"].search([])
    env["counterparty.grade"]._create_defaults(companies)
    demo = env.ref("counterparty_control.demo_company", raise_if_not_found=False)
    (companies - (demo or companies.browse()))._counterparty_switch_on()


def uninstall_hook(env):
    """Leave nothing behind that Odoo would not remove: the mirrored limits stay as they are."""
    workflows = ("application", "rating", "limit.request", "profile", "group")
    models = [f"counterparty.{name}" for name in workflows]
    env["mail.activity"].search([("res_model", "in", models)]).unlink()
    # kept: what the demo booked, like any booking; licence types go with their table
    data = env["ir.model.data"].search([("module", "=", "counterparty_control")])
    data.filtered(
        lambda row: row.name.startswith("demo_") or row.model == "counterparty.licence.type"
    ).unlink()
