"""Fills a database that has Odoo's modules and no documents yet; the addon is not needed."""

import sys
import time

from . import bills, goods, originals, partners, payments, purchases, sales
from .items import SIDES
from .loader import TABLES, Loader, analyze
from .size import SCALES


def write(env, size):
    """Generate data of a size; return the ids of the documents that all others are like."""
    o = originals.make(env)
    loader = Loader(env.cr)
    with loader.bulk(size):
        partners.write(loader, o, size)
        sales.write(loader, o, size)
        purchases.write(loader, o, size)
        for side in SIDES:
            bills.write(loader, o, size, side)
            payments.write(loader, o, size, side)
        payments.entries(loader, o, size)
        goods.write(loader, o, size)
    env.invalidate_all()
    return o


def run(env, scale, name):
    """Generate the data of a name in a scale, commit, and gather statistics for the planner."""
    began = time.perf_counter()
    write(env, SCALES[scale][name])
    env.cr.commit()
    analyze(env)
    print(f"  {name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def counts(env):
    """Return ``{what: how many}`` of what was generated."""
    loader = Loader(env.cr)
    texts = {table: f"SELECT COUNT(*) FROM {table}" for table in TABLES}
    texts["parties"] = "SELECT COUNT(*) FROM res_partner WHERE ref LIKE 'P%'"
    texts["receivables"] = (
        "SELECT COUNT(*) FROM account_move_line l JOIN account_account a ON a.id = l.account_id"
        " WHERE a.account_type = 'asset_receivable'"
    )
    return {name: loader.query(text)[0][0] for name, text in texts.items()}
