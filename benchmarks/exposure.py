"""The exposure of parties, against Odoo's own credit figures for the same ones."""

from .measure import interleaved


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


def measure(with_addon, alone, sets, rounds):
    """Read each set of partners in both; return ``{"ours": [Sample], "core": [Sample]}``.

    :param sets: lists of partner ids, which take turns
    """
    return interleaved(
        rounds,
        {
            "ours": lambda number: ours(with_addon, sets[number % len(sets)]),
            "core": lambda number: core(alone, sets[number % len(sets)]),
        },
        warm=1,
    )
