"""Runs the measurements of one process, in which all databases are open."""

import sys
import time

from . import confirm, exposure, growth, history, listing, pages
from .measure import Database

#: How often each is measured. Core needs seconds for the credit figures of all parties.
ROUNDS = {
    "full": {"confirm": 40, "busy": 20, "exposure": 30, "all": 3, "page": 15, "filter": 5},
    "quick": {"confirm": 6, "busy": 4, "exposure": 10, "all": 3, "page": 5, "filter": 3},
}
#: The reads come first: confirming adds open orders.
PARTS = {
    "exposure": exposure.measure,
    "ledger": pages.ledger,
    "filter": pages.over_limit,
    "history": history.measure,
    "listing": listing.measure,
    "growth": growth.measure,
    "confirm": confirm.measure,
}


class Databases(dict):
    """``{name: Database}``, opened when they are asked for."""

    def __missing__(self, name):
        self[name] = Database(name)
        return self[name]


def measure(env, scale, parts):
    """Return ``{part: {row: {side: [Sample]}}}`` for parts, in the order of ``PARTS``."""
    databases, result = Databases(), {}
    began = time.perf_counter()
    for part, function in PARTS.items():
        if part in parts:
            print(f"  measuring: {part} ...", file=sys.stderr, flush=True)
            result[part] = function(databases, ROUNDS[scale])
    print(f"  measured in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return result
