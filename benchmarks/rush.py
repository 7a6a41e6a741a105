"""Orders to be confirmed at the same time through a running Odoo, and what came of them."""

from . import confirm, parties
from .measure import Database

CLIENTS, EACH = 4, 4
ORDERS = CLIENTS * EACH
PRICE = 800.0
AMOUNT = 2 * PRICE * 1.13
ROOM = 6  # orders that the limit has room for
SALE, PURCHASE = "sale of a service", "purchase of a service"
#: The kinds of orders, which take turns; those of one party are limited.
CASES = {"same": [SALE], "mixed": [SALE, PURCHASE], "different": [SALE]}


def choose(env, rounds):
    """Choose parties and set their limits; return ``{case: [party of each order] per round}``."""
    free = _free(env)
    chosen = {}
    for case in CASES:
        if case == "different":
            chosen[case] = [free[-ORDERS:]] * rounds
        else:
            chosen[case] = [[free.pop(0)] * ORDERS for _round in range(rounds)]
            for partners in chosen[case]:
                _leave_room(env, partners[0])
    env.cr.commit()
    return chosen


def _free(env):
    """Return trading parties whose figure rises by the whole amount of a further order."""
    may = env["res.partner"].browse(parties.trading(Database(env.cr.dbname)))
    parts = env["counterparty.exposure"]._components(may, env.company)
    return [p for (p, _c), part in parts.items() if not part.deposit and not part.prepayment]


def _leave_room(env, partner):
    profile = env["counterparty.profile"].search([("partner_id", "=", partner)])
    profile._set_limit(profile.projected_amount + (ROOM + 0.5) * AMOUNT, "bench")


def order(env, chosen):
    """Create the orders; return ``{case: [[model, method, id]] per round}``."""
    env = env(user=env["res.users"].search([("login", "=", "bench")]))
    result = {}
    for case, rounds in chosen.items():
        result[case] = [_orders(env, CASES[case], partners) for partners in rounds]
    env.cr.commit()
    return result


def _orders(env, kinds, partners):
    work = [None] * len(partners)
    for offset, kind in enumerate(kinds):
        model, _product, _quantity, method = confirm.KINDS[kind]
        mine = range(offset, len(partners), len(kinds))
        vals = [confirm.values(env, kind, partners[n], PRICE) for n in mine]
        for n, record in zip(mine, env[model].create(vals), strict=True):
            work[n] = (model, method, record.id)
    return work


def outcome(env, chosen, orders):
    """Return ``{case: [(orders confirmed, whether it is too much)] per round}``."""
    result = {}
    for case, rounds in orders.items():
        result[case] = []
        for partners, work in zip(chosen[case], rounds, strict=True):
            done = sum(env[model].browse(id_).state in confirm.CONFIRMED for model, _m, id_ in work)
            over = case != "different" and _is_over(env, partners[0], done)
            result[case].append((done, over))
    return result


def _is_over(env, partner, confirmed):
    if "counterparty.profile" not in env:
        return confirmed > ROOM  # the same orders on the same figures
    profile = env["counterparty.profile"].search([("partner_id", "=", partner)])
    return profile.projected_amount > profile.effective_limit
