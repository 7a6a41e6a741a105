"""Pages of lists, read as the web client reads them."""

from lxml import etree

from .measure import interleaved

LEDGER = "counterparty.profile"
PAGE = 80
COUNTED = 10_001  # how far the web client counts
#: Of the plain list of partners: pictures and counted documents of each are left out, as reading
#: them costs more than all other columns and the ledger has none.
COSTLY = {"avatar_128", "application_statistics"}


def columns(env, model, view):
    """Return what the web client asks for the columns of a list, hidden ones included."""
    arch = etree.fromstring(env[model].get_view(env.ref(view).id, "list")["arch"])
    result = {}
    for node in arch.findall("field"):
        field = env[model]._fields[node.get("name")]
        result[field.name] = {"fields": {"display_name": {}}} if field.relational else {}
    return result


def page(db, login, model, specification, domain):
    """Read the first page and count the others; return the sample and the count."""

    def call(env):
        records = env[model].with_context(bin_size=True)
        return records.web_search_read(domain, specification, limit=PAGE, count_limit=COUNTED)

    sample, found = db.time(call, login)
    return sample, found["length"]


def ledger_page(db, domain=()):
    with db.env("officer") as env:
        shown = columns(env, LEDGER, "counterparty_control.counterparty_profile_view_list")
    return lambda _number: page(db, "officer", LEDGER, shown, list(domain))[0]


def partner_page(db):
    with db.env("officer") as env:
        shown = columns(env, "res.partner", "base.view_partner_tree")
    for name in COSTLY:
        shown.pop(name, None)
    return lambda _number: page(db, "officer", "res.partner", shown, [])[0]


def ledger(databases, rounds):
    """The ledger against the plain list of partners, in the same database."""
    result = {}
    for name in ("ours", "ledger"):
        db = databases[name]
        calls = {"ours": ledger_page(db), "alone": partner_page(db)}
        result[name] = interleaved(rounds["page"], calls)
    return result


def over_limit(databases, rounds):
    """Who is over the limit, with the columns of the ledger, against core's filter by credit."""
    domain = [("is_over_limit", "=", True)]
    credit = {"display_name": {}, "credit": {}, "credit_limit": {}}
    alone = databases["alone"]

    def core(_number):
        wanted = [("credit", ">", 1000.0)]
        return page(alone, "bench", "res.partner", credit, wanted)[0]

    calls = {"ours": ledger_page(databases["ours"], domain), "alone": core}
    return {"first": interleaved(rounds["filter"], calls), "complete": _complete(databases["ours"])}


def _complete(db):
    """Return how many the filter finds, and how many the computed figure names row by row."""
    with db.env() as env:
        profiles = env[LEDGER].search([])
        filtered = env[LEDGER].search([("is_over_limit", "=", True)])
        return {"found": len(filtered), "same": filtered == profiles.filtered("is_over_limit")}
