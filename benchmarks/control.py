"""Ledger rows, limits and licences for all generated parties, in a database with the addon."""

from odoo import Command

from .generator import counts
from .generator.loader import Loader, analyze
from .generator.orders import TIMES

LIMIT, SMALL_LIMIT = 50_000_000, 1000
#: Every 16th party has a limit that its open items exceed; who is used most has none of these.
ROWS = """(
    SELECT p.id AS partner, row_number() OVER (ORDER BY p.id) - 1 AS n, p.name AS party,
           CURRENT_DATE - 400 AS day
      FROM res_partner p WHERE p.parent_id IS NULL AND p.ref LIKE '{}%')"""
SMALL = "s.n % 16 = 7"


def write(env, prefix="P"):
    """Bring the parties whose reference begins with `prefix` under control."""
    loader = Loader(env.cr)
    if not env["counterparty.profile"].search_count([], limit=1):
        _company(env)
        _prohibitions(env)
    party = env["res.partner"].search([("ref", "=like", f"{prefix}%")], order="id", limit=1)
    profile = _original(env, party)
    env.flush_all()
    first = _profiles(loader, profile, prefix)
    _limits(loader, profile, first)
    _licences(loader, party, prefix)
    for table in ("counterparty_profile", "counterparty_limit", "counterparty_licence"):
        loader.query(f"SELECT setval('{table}_id_seq', {loader.first(table)}, false)")
    env.invalidate_all()


def run(env):
    """Bring all generated parties under control, and commit; return the counts of the data."""
    write(env)
    env.cr.commit()
    analyze(env)
    return counts(env)


def more(env, total):
    """Add parties without documents until there are that many in the ledger, and commit."""
    loader = Loader(env.cr)
    like = env["res.partner"].search([("ref", "=like", "P%")], order="id", limit=1)
    first = loader.first("res_partner")
    missing = total - env["counterparty.profile"].search_count([])
    number = "lpad(s.n::text, 6, '0')"
    loader.clone(
        "res_partner",
        like.id,
        f"(SELECT * FROM generate_series(0, {missing - 1}) n)",
        id=f"{first} + s.n",
        commercial_partner_id=f"{first} + s.n",
        **dict.fromkeys(
            ("name", "complete_name", "commercial_company_name"), f"'Light ' || {number}"
        ),
        ref=f"'L' || {number}",
    )
    loader.query(f"SELECT setval('res_partner_id_seq', {loader.first('res_partner')}, false)")
    env.invalidate_all()
    write(env, "L")
    env.cr.commit()
    analyze(env)


def _company(env):
    """Enforce the control; a salesperson and an officer, each with the role of the addon."""
    env.company.write({"counterparty_mode": "block", "counterparty_enforce_from": False})
    department = env["hr.department"].create({"name": "Bench"})
    user = env["res.users"].search([("login", "=", "bench")])
    user.group_ids += env.ref("counterparty_control.group_business")
    env["hr.employee"].create({"name": "Bench", "user_id": user.id, "department_id": department.id})
    groups = ("base.group_user", "counterparty_control.group_office")
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Officer",
            "login": "officer",
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )


def _prohibitions(env):
    env["counterparty.prohibition"].create([{"name": f"Prohibited {n}"} for n in range(300)])


def _original(env, party):
    user = env["res.users"].search([("login", "=", "bench")])
    profile = env["counterparty.profile"].create(
        {
            "partner_id": party.id,
            "state": "approved",
            "grade": "b",
            "role_customer": True,
            "role_supplier": True,
            "responsible_id": user.id,
            "department_id": env["hr.department"].search([("name", "=", "Bench")], limit=1).id,
            "application_date": "2024-01-01",
        }
    )
    profile._set_limit(LIMIT, "bench")
    env["counterparty.licence"].create(
        {
            "partner_id": party.id,
            "type_id": env.ref("counterparty_control.licence_type_business").id,
            "number": "BENCH",
            "is_long_term": True,
        }
    )
    return profile


def _profiles(loader, profile, prefix):
    first = loader.first("counterparty_profile")
    loader.clone(
        "counterparty_profile",
        profile.id,
        f"(SELECT * FROM {ROWS.format(prefix)} r WHERE partner <> {profile.partner_id.id})",
        **TIMES,
        id=f"{first} + s.n",
        partner_id="s.partner",
        partner_name="s.party",
        grade="(ARRAY['a', 'a', 'b', 'b', 'b', 'b', 'b', 'b', 'c', NULL])[1 + s.n % 10]",
        credit_limit=f"CASE WHEN {SMALL} THEN {SMALL_LIMIT} ELSE {LIMIT} END",
    )
    loader.query(
        "UPDATE res_partner p SET credit_limit ="
        " jsonb_build_object(c.company_id::text, c.credit_limit)"
        f" FROM counterparty_profile c WHERE c.partner_id = p.id AND c.id >= {first}"
    )
    return first


def _limits(loader, profile, first):
    loader.clone(
        "counterparty_limit",
        profile.limit_ids.id,
        f"(SELECT *, CURRENT_DATE - 400 AS day FROM counterparty_profile WHERE id >= {first})",
        **TIMES,
        id=f"{loader.first('counterparty_limit')} + s.id - {first}",
        profile_id="s.id",
        partner_id="s.partner_id",
        amount="s.credit_limit",
        date_from="s.day",
    )


def _licences(loader, party, prefix):
    [(like,)] = loader.query(f"SELECT id FROM counterparty_licence WHERE partner_id = {party.id}")
    loader.clone(
        "counterparty_licence",
        like,
        f"(SELECT * FROM {ROWS.format(prefix)} r WHERE partner <> {party.id})",
        **TIMES,
        id=f"{loader.first('counterparty_licence')} + s.n",
        partner_id="s.partner",
        number="'BENCH' || s.n",
    )
