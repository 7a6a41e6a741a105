"""Writes many rows like one that Odoo itself made, by INSERT ... SELECT.

The SQL of the generator is put together from its own texts and from ids; nothing comes from
outside.
"""

from contextlib import contextmanager

#: Every table that the generator fills.
TABLES = (
    "account_full_reconcile",
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "purchase_order",
    "purchase_order_line",
    "res_partner",
    "sale_order",
    "sale_order_line",
    "stock_move",
    "stock_move_line",
    "stock_picking",
)

#: A number from 0 to 1 that depends on nothing but its arguments.
RANDOM = """
    CREATE FUNCTION pg_temp.part(salt bigint, n bigint) RETURNS float8 IMMUTABLE LANGUAGE sql AS
    'SELECT (hashint8extended(n, salt) & 1073741823) / 1073741824.0'
"""
#: The index of a party; within a block the first ones are used far more than the last ones.
SKEWED = """
    CREATE FUNCTION pg_temp.party(salt bigint, n bigint) RETURNS int IMMUTABLE LANGUAGE sql AS
    'SELECT (n % ({size.blocks}))::int * {size.block}
            + floor(pg_temp.part(salt, n) ^ 2 * {size.block})::int'
"""


class Loader:
    """Clones rows; ids are given, so that documents can refer to each other by arithmetic."""

    def __init__(self, cr):
        self.cr = cr

    def query(self, text):
        """Run a statement; return its rows, if it has any."""
        self.cr.execute(text)
        return self.cr.fetchall() if self.cr.description else []

    def table(self, name, text):
        """Make a temporary table of a query."""
        self.query(f"CREATE TEMP TABLE {name} AS {text}")
        self.query(f"ANALYZE {name}")

    def first(self, table):
        """Return the first id that is free."""
        return self.query(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")[0][0]

    def clone(self, table, like, source, **columns):
        """Write a row like the one with id `like` for each row `s` of `source`.

        :param source: a table or a query in brackets
        :param columns: SQL of what differs; `s` is the row of the source, `o` the original
        """
        names = [
            name
            for (name,) in self.query(
                "SELECT column_name FROM information_schema.columns"
                f" WHERE table_schema = 'public' AND table_name = '{table}'"
            )
        ]
        if unknown := columns.keys() - set(names):
            raise ValueError(f"{table} has no {unknown}")
        values = ", ".join(columns.get(name, f'o."{name}"') for name in names)
        quoted = ", ".join(f'"{name}"' for name in names)
        self.query(
            f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {source} s"
            f" CROSS JOIN {table} o WHERE o.id = {like}"
        )

    @contextmanager
    def bulk(self, size):
        """Load without indexes and foreign keys; put indexes and sequences right afterwards."""
        for name, value in (
            ("session_replication_role", "replica"),
            ("maintenance_work_mem", "'512MB'"),
            ("work_mem", "'128MB'"),
        ):
            self.query(f"SET LOCAL {name} = {value}")
        self.query(RANDOM)
        self.query(SKEWED.format(size=size))
        indexes = self.query(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            f" WHERE indrelid::regclass::text IN {TABLES} AND NOT indisprimary AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
        )
        for name, _definition in indexes:
            self.query(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            self.query(definition)
        for table in TABLES:
            self.query(f"SELECT setval('{table}_id_seq', {self.first(table)}, false)")
        self.query("SET LOCAL session_replication_role = origin")


def analyze(env):
    """Vacuum and gather statistics, as PostgreSQL would in time."""
    with env.registry.cursor() as cr:
        cr._cnx.autocommit = True
        cr._obj.execute("VACUUM ANALYZE")
