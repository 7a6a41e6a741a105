"""Runs the exposure statement with a plan that is kept, where planning costs more than reading.

Planning takes PostgreSQL some ten times as long as reading one party, and a confirmation reads it
twice or more. So for few parties the statement is prepared, with the parties as its parameter, for
as long as Odoo holds the connection; for many PostgreSQL plans afresh, with what it knows of them.
"""

from weakref import WeakKeyDictionary

from psycopg2.errors import InvalidSqlStatementName, SerializationFailure

from odoo.tools import SQL

#: Where the parties stand in a statement to be prepared.
PARTIES = SQL("$1::int[]")
#: Parties up to which a kept plan is better.
FEW = 100

#: ``{cursor of PostgreSQL: {text: name}}``; Odoo discards what is prepared with each new cursor.
_prepared = WeakKeyDictionary()
#: Databases behind a pool that hands out other sessions' connections; there nothing can be kept.
_pooled = set()


def can_keep(cr):
    """Tell whether statements can be prepared on the connection of a cursor."""
    return cr.dbname not in _pooled


def execute(cr, text, partner_ids):
    """Return the rows of a query that reads ``PARTIES``.

    :param text: the query with all its other values in it
    :raise SerializationFailure: if the session lost its statements, so that Odoo repeats the
        request, without keeping any from then on
    """
    names = _prepared.setdefault(cr._obj, {})
    name = names.get(text) or f"counterparty_exposure_{len(names) + 1}"
    run = SQL(
        "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off; EXECUTE %s (%s)",
        SQL.identifier(name),
        list(partner_ids),
    )
    if text not in names:
        text_only = SQL(text.replace("%", "%%"))
        run = SQL("PREPARE %s (int[]) AS %s; %s", SQL.identifier(name), text_only, run)
    try:
        cr.execute(run)
    except InvalidSqlStatementName as error:
        _pooled.add(cr.dbname)
        raise SerializationFailure(str(error)) from error
    names[text] = name
    return cr.fetchall()
