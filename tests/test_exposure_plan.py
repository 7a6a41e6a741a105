from odoo.tests import tagged
from odoo.tools import SQL

from ..models import counterparty_index, exposure_plan
from .common import CounterpartyCommon


@tagged("post_install", "-at_install")
class TestExposurePlan(CounterpartyCommon):
    """The statement finds what is open through indexes, and is planned once for few parties."""

    def test_indexes_are_built_and_removed(self):
        cr = self.env.cr
        self.assertEqual(counterparty_index._missing(cr), [])
        self.env["counterparty.index"]._drop()
        self.assertEqual(counterparty_index._missing(cr), list(counterparty_index.INDEXES))

    def test_indexes_serve_the_statement(self):
        """Their conditions are those of the statement: PostgreSQL sees that they apply."""
        service = self.env["counterparty.exposure"]
        self.env.flush_all()
        names = [
            *counterparty_index.INDEXES,
            "sale_order_line__counterparty_party_id_index",
            "purchase_order_line__counterparty_party_id_index",
        ]
        self._drop_other_indexes(names)
        (scope,) = service._scopes(self.company)
        statement = service._statement(SQL("%s", self.partner.ids), scope)
        plan = str(self.env.execute_query(SQL("EXPLAIN %s", statement)))
        for name in names:
            with self.subTest(name):
                self.assertIn(name, plan)

    def _drop_other_indexes(self, names):
        """Leave PostgreSQL no choice: on tables of a few rows all indexes cost the same."""
        cr = self.env.cr
        cr.execute("SET LOCAL enable_seqscan = off")
        cr.execute("SET LOCAL enable_bitmapscan = off")
        cr.execute(
            "SELECT indexrelid::regclass::text FROM pg_index i"
            " WHERE indrelid IN (SELECT o.indrelid FROM pg_index o"
            " JOIN pg_class c ON c.oid = o.indexrelid WHERE c.relname = ANY(%s))"
            " AND NOT EXISTS (SELECT FROM pg_class c"
            " WHERE c.oid = i.indexrelid AND c.relname = ANY(%s))"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)",
            [names, names],
        )
        others = [name for (name,) in cr.fetchall()]
        self.assertTrue(others)
        for name in others:
            cr.execute(SQL("DROP INDEX %s", SQL(name)))

    def test_many_parties_agree_with_few(self):
        self._invoice(300.0)
        self._sale(200.0).action_confirm()
        service, few = self.env["counterparty.exposure"], exposure_plan.FEW
        kept = service._positions(self.partner, self.company)
        self.addCleanup(setattr, exposure_plan, "FEW", few)
        exposure_plan.FEW = 0
        self.assertEqual(service._positions(self.partner, self.company), kept)
        pair = (self.partner.id, self.company.id)
        self.assertEqual(service._positions(None, self.company)[pair], kept[pair])

    def test_a_statement_is_prepared_once(self):
        service = self.env["counterparty.exposure"]
        service._components(self.partner, self.company)
        before = self.env.cr.sql_log_count
        service._components(self.partner, self.company)
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
