"""Runs the exposure statement with a plan that is kept, where planning costs more than reading.

Planning takes PostgreSQL some ten times as long as reading one party, and a confirmation reads it
twice. So for few parties the statement is prepared once per connection, with the parties as its
parameter. For many parties PostgreSQL plans afresh, with what it knows of them.
"""

from weakref import WeakKeyDictionary

from psycopg2.errors import InvalidSqlStatementName, SerializationFailure

from odoo.tools import SQL

#: Where the parties stand in a statement to be prepared.
PARTIES = SQL("$1::int[]")
#: Parties up to which a kept plan is better.
FEW = 100
#: Statements kept per connection: settings and days differ, and old ones are not asked again.
_KEPT = 8

#: ``{connection: {text: name}}``; a statement lives as long as its connection.
_prepared = WeakKeyDictionary()
#: Databases behind a pool that hands out other sessions' connections; there nothing can be kept.
_pooled = set()


def can_keep(cr):
    """Tell whether statements can be prepared on the connection of a cursor."""
    return cr.dbname not in _pooled


def execute(cr, query, partner_ids):
    """Return the rows of a query that reads ``PARTIES``.

    :raise SerializationFailure: if the session lost its statements, so that Odoo repeats the
        request, without keeping any from then on
    """
    run = SQL(
        "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off; EXECUTE %s (%s)",
        SQL.identifier(_name(cr, cr.mogrify(query).decode())),
        list(partner_ids),
    )
    try:
        cr.execute(run)
    except InvalidSqlStatementName as error:
        _pooled.add(cr.dbname)
        raise SerializationFailure(str(error)) from error
    return cr.fetchall()


def _name(cr, text):
    """Return the name of a statement, prepared on this connection if it was not yet."""
    names = _prepared.setdefault(cr.connection, {})
    if text not in names:
        if len(names) >= _KEPT:
            oldest = next(iter(names))
            cr.execute(SQL("DEALLOCATE %s", SQL.identifier(names.pop(oldest))))
        number = 1 + max((int(name.rpartition("_")[2]) for name in names.values()), default=0)
        name = f"counterparty_exposure_{number}"
        cr.execute(f"PREPARE {name} (int[]) AS {text}")
        names[text] = name
    return names[text]
