"""Fills a database that has Odoo's modules and no documents yet; the addon is not needed."""

import sys
import time

from . import bookings, goods, orders, originals
from .loader import TABLES, Loader


def run(env, size):
    """Generate data of a size, commit, and gather statistics for the planner."""
    began = time.perf_counter()
    o = originals.make(env)
    loader = Loader(env.cr)
    with loader.bulk(size):
        orders.parties(loader, o, size)
        orders.sales(loader, o, size)
        orders.purchases(loader, o, size)
        for side in bookings.SIDES:
            bookings.bills(loader, o, size, side)
            bookings.payments(loader, o, size, side)
        bookings.entries(loader, o, size)
        goods.moves(loader, o, size)
        _say(began, "rows written")
    env.cr.commit()
    _say(began, "indexes made")
    env.invalidate_all()
    with env.registry.cursor() as cr:
        cr._cnx.autocommit = True
        cr._obj.execute("VACUUM ANALYZE")
    _say(began, "vacuumed and analysed")
    for table in TABLES:
        [(count,)] = loader.query(f"SELECT COUNT(*) FROM {table}")
        print(f"{count:>10,}  {table}", file=sys.stderr)


def _say(began, text):
    print(f"{time.perf_counter() - began:6.1f} s  {text}", file=sys.stderr, flush=True)
