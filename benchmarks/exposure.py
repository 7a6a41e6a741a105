"""The exposure of parties, against Odoo's own credit figures for the same ones."""

from . import parties
from .measure import interleaved

SETS = 15  # of 80 parties, and of one


def ours(db, partners):
    """Read all components of partners (None for all that occupy anything)."""

    def call(env):
        partner = env["res.partner"]
        wanted = None if partners is None else partner.browse(partners)
        return env["counterparty.exposure"]._components(wanted, env.company)

    return db.time(call)[0]


def core(db, partners):
    """Read what Odoo knows of credit: open receivables, and orders to be invoiced."""

    def call(env):
        env.company.account_use_credit_limit = True  # else the second figure is not computed
        env.flush_all()
        before = env.cr.sql_log_count
        for partner in env["res.partner"].browse(partners):
            partner.credit, partner.credit_to_invoice  # noqa: B018  reading computes them
        return env.cr.sql_log_count - before

    sample, queries = db.time(call)
    return sample._replace(queries=queries)


def sets(everyone, rounds):
    """Return ``{row: (sets of partners that take turns, rounds)}`` of what is read."""
    several = max(SETS, rounds["exposure"])
    return {
        "one": ([[p] for p in parties.some(everyone, several)], rounds["exposure"]),
        "busy": ([everyone[:1]], rounds["exposure"]),
        "eighty": (
            [parties.some(everyone[n:] + everyone[:n], 80) for n in range(SETS)],
            rounds["exposure"] // 2,
        ),
        "list": ([everyone], rounds["all"]),
    }


def measure(databases, rounds):
    """Read each set in both; and all that occupy anything, which only the addon can tell."""
    with_addon, alone = databases["ours"], databases["alone"]
    result = {}
    for row, (groups, times) in sets(parties.everyone(with_addon), rounds).items():
        calls = {
            "ours": lambda number, groups=groups: ours(with_addon, groups[number % len(groups)]),
            "alone": lambda number, groups=groups: core(alone, groups[number % len(groups)]),
        }
        result[row] = interleaved(times, calls, warm=1)
    everything = interleaved(rounds["page"], {"ours": lambda _number: ours(with_addon, None)})
    result["all"] = {**everything, "alone": result["list"]["alone"]}
    return result
