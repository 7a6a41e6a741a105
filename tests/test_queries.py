from odoo.tests import tagged

from .common import CounterpartyCommon


@tagged("post_install", "-at_install")
class TestQueries(CounterpartyCommon):
    """What the control costs is a fixed number of queries, however many parties there are."""

    def _count(self, operation):
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _parties(self, count):
        partners = [self._party(f"Party {number}") for number in range(count)]
        return self.env["counterparty.profile"].search(
            [("partner_id", "in", [partner.id for partner in partners])]
        )

    def test_confirming(self):
        costs = {}
        self._sale(1.0).action_confirm()  # what Odoo remembers from the first one on
        for mode in ("off", "block"):
            self.company.counterparty_mode = mode
            order = self._sale(1.0)
            self._sale(1.0).action_confirm()
            costs[mode] = self._count(order.action_confirm)
        self.assertLessEqual(costs["block"] - costs["off"], 10)

    def test_confirming_in_a_group(self):
        """A group costs a few queries more, however many members it has."""
        self.company.counterparty_mode = "block"
        group = self.env["counterparty.group"].create({"name": "Group"})
        self._sale(1.0).action_confirm()
        alone = self._count(self._sale(1.0).action_confirm)
        self._profile(self.partner).group_id = group
        group._set_limit(1000.0, "test")
        costs = []
        for _ in range(2):
            self._parties(10).group_id = group
            self._sale(1.0).action_confirm()
            costs.append(self._count(self._sale(1.0).action_confirm))
        self.assertEqual(*costs)
        self.assertLessEqual(costs[0] - alone, 8)

    def test_ledger(self):
        fields = ["exposure_amount", "available_amount", "is_over_limit", "overdue_amount"]
        few, many = self._parties(2), self._parties(30)
        self._count(lambda: few.read(fields))
        self.assertEqual(
            self._count(lambda: few.read(fields)), self._count(lambda: many.read(fields))
        )

    def test_over_limit_filter(self):
        self._invoice(900.0)
        self._profile(self.partner)._set_limit(100.0, "test")
        profiles = self.env["counterparty.profile"]
        domain = [("is_over_limit", "=", True)]
        found = profiles.search(domain)
        self.assertIn(self._profile(self.partner), found)
        for profile in found:
            self.assertTrue(profile.is_over_limit)
        self.assertNotIn(
            self._profile(self.partner), profiles.search([("is_over_limit", "=", False)])
        )
        few = self._count(lambda: profiles.search(domain))
        self._parties(30)
        self.assertEqual(few, self._count(lambda: profiles.search(domain)))
