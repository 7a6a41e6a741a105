"""The people of the company: departments, roles and what each may do."""

from odoo import Command

from .stage import LANG, TZ

DEPARTMENTS = {
    "sales1": "业务一部",
    "sales2": "业务二部",
    "purchase": "采购部",
    "office": "综合部",
    "finance": "财务部",
}
_SELL = ("sales_team.group_sale_salesman_all_leads", "stock.group_stock_user")
_BUY = ("purchase.group_purchase_user", "stock.group_stock_user")
_OFFICE = ("base.group_partner_manager",)
_FINANCE = ("account.group_account_invoice", "account.group_account_user")
#: Login: role, department, group of the addon, groups of Odoo. The password is the login.
USERS = {
    "sales1": ("业务一部业务员", "sales1", "business", _SELL),
    "sales2": ("业务二部业务员", "sales2", "business", _SELL),
    "buyer": ("采购员", "purchase", "business", _BUY),
    "office": ("综合部客商管理岗", "office", "office", _OFFICE),
    "office_head": ("综合部负责人", "office", "office", _OFFICE),
    "finance": ("财务部信用会计", "finance", "finance", _FINANCE),
    "leader": (
        "总经理",
        None,
        "leadership",
        ("sales_team.group_sale_salesman_all_leads", "purchase.group_purchase_user"),
    ),
    "auditor": ("内审员(只读)", None, "auditor", ("account.group_account_readonly",)),
}


def build(stage):
    """Create departments, users and their employees."""
    env, company = stage.env, stage.company
    departments = env["hr.department"].create(
        [{"name": name, "company_id": company.id} for name in DEPARTMENTS.values()]
    )
    stage.departments = dict(zip(DEPARTMENTS, departments, strict=True))
    users = env["res.users"].create([_user(stage, login, *row) for login, row in USERS.items()])
    stage.users = dict(zip(USERS, users, strict=True))
    stage.name_all({f"user_{login}": user for login, user in stage.users.items()})
    env["hr.employee"].create(
        [_employee(stage, login, name, key) for login, (name, key, *_) in USERS.items()]
    )
    stage.departments["office"].manager_id = stage.users["office_head"].employee_id


def admit_admin(stage):
    """Let the administrator in, once nobody has to be told about the past any more."""
    stage.env.ref("base.user_admin").company_ids = [Command.link(stage.company.id)]


def _user(stage, login, name, _department, role, groups):
    found = [stage.env.ref(xmlid, raise_if_not_found=False) for xmlid in groups]
    own = stage.env.ref(f"counterparty_control.group_{role}")
    user = stage.env.ref("base.group_user")
    return {
        "name": name,
        "login": login,
        "password": login,
        "email": f"{login}@example.com",
        "lang": LANG,
        "tz": TZ,
        "company_id": stage.company.id,
        "company_ids": [Command.set(stage.company.ids)],
        "group_ids": [Command.set([user.id, own.id, *(group.id for group in found if group)])],
        "notification_type": "inbox",
    }


def _employee(stage, login, name, department):
    return {
        "name": name,
        "user_id": stage.users[login].id,
        "company_id": stage.company.id,
        "department_id": stage.departments[department].id if department else False,
        "job_title": name,
    }
