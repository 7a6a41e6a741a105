"""The same measurements with four times the history, and with four times the parties."""

from . import confirm, exposure, pages, parties
from .measure import interleaved

KIND = "sale of a service"
PARTIES = 20


def measure(databases, rounds):
    """Return ``{row: {name of the database: [Sample]}}``; the parties are the first ones."""
    open_ones = [databases[name] for name in ("ours", "documents", "parties")]
    everyone = {db.name: parties.everyone(db) for db in open_ones}
    count = len(everyone["ours"])
    result = _exposure(open_ones, everyone, rounds)
    result["page"] = interleaved(
        rounds["page"], {db.name: pages.ledger_page(db) for db in open_ones}
    )
    domain = [("is_over_limit", "=", True)]
    result["filter"] = interleaved(
        rounds["filter"], {db.name: pages.ledger_page(db, domain) for db in open_ones}
    )
    some = {
        db.name: parties.some([p for p in everyone[db.name][:count] if p in may], PARTIES)
        for db in open_ones
        for may in [set(parties.trading(db))]
    }
    busiest = {name: ids[:1] for name, ids in everyone.items()}
    result["confirm"] = confirm.compare(open_ones, KIND, some, rounds["confirm"])
    result["confirm busy"] = confirm.compare(open_ones, KIND, busiest, rounds["busy"])
    return result


def _exposure(open_ones, everyone, rounds):
    def reading(db, groups):
        return lambda number: exposure.ours(db, groups[number % len(groups)])

    result = {}
    first = len(everyone["ours"])
    groups = {db.name: exposure.sets(everyone[db.name][:first], rounds) for db in open_ones}
    for row in ("one", "busy", "eighty"):
        calls = {db.name: reading(db, groups[db.name][row][0]) for db in open_ones}
        result[row] = interleaved(rounds["exposure"], calls)
    calls = {db.name: reading(db, [None]) for db in open_ones}
    result["all"] = interleaved(rounds["page"], calls)
    return result
