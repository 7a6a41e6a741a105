import logging

from psycopg2 import Error

from odoo import api, models
from odoo.sql_db import db_connect
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Milliseconds for one index; a transaction that lasts longer would keep us waiting for ever.
_PATIENCE = 600_000

#: ``{name: table, columns and condition}``; the conditions are those of the exposure
#: statement, word for word, so that PostgreSQL finds the open documents among all the others.
INDEXES = {
    "counterparty_open_item": """account_move_line (account_id, partner_id)
        INCLUDE (company_id, amount_residual, date_maturity)
        WHERE reconciled IS NOT TRUE AND amount_residual <> 0 AND parent_state = 'posted'""",
    "counterparty_reserved_move": """stock_move (partner_id)
        WHERE state IN ('assigned', 'partially_available')""",
    "counterparty_moveless_payment": """account_payment (partner_id)
        WHERE move_id IS NULL AND state = 'in_process'""",
}


class CounterpartyIndex(models.AbstractModel):
    """The partial indexes on Odoo's own tables that keep the statement fast.

    They are built beside the running system: once the installation or update is committed, one by
    one, and without keeping anybody from writing.
    """

    _name = "counterparty.index"
    _description = "Counterparty Index"

    def _auto_init(self):
        result = super()._auto_init()
        database = self.env.cr.dbname
        self.env.cr.postcommit.add(lambda: _build(database))
        return result

    @api.model
    def _drop(self):
        """Remove the indexes, when the addon is removed."""
        for name in INDEXES:
            self.env.cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))


def _build(database):
    """Build what is missing, in a connection of its own; may be repeated at any time.

    PostgreSQL waits for transactions that began before, and leaves an interrupted index invalid:
    such a one is made anew with the next update of the addon.
    """
    with db_connect(database).cursor() as cr:
        cr._cnx.autocommit = True  # PostgreSQL builds beside others outside transactions only
        cr.execute("SET statement_timeout = %s", [_PATIENCE])
        try:
            for name in _missing(cr):
                cr.execute(SQL("DROP INDEX CONCURRENTLY IF EXISTS %s", SQL.identifier(name)))
                head = SQL("CREATE INDEX CONCURRENTLY %s", SQL.identifier(name))
                cr.execute(SQL("%s ON %s", head, SQL(INDEXES[name])))
        except Error as error:  # the addon works without, only slower
            _logger.warning("The counterparty indexes could not all be built: %s", error)
        finally:
            cr.execute("RESET statement_timeout")
            cr._cnx.autocommit = False


def _missing(cr):
    """Return the names of the indexes that are not there, or not complete."""
    cr.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid"
        " WHERE c.relname = ANY(%s) AND i.indisvalid",
        [list(INDEXES)],
    )
    found = {name for (name,) in cr.fetchall()}
    return [name for name in INDEXES if name not in found]
