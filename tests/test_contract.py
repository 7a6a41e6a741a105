from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CounterpartyCommon

CLAUSES = {f"counterparty_clause_{name}": True for name in ("confidentiality", "quality", "return")}


@tagged("post_install", "-at_install")
class TestContract(CounterpartyCommon):
    """Purchases with a contract that lacks something (合同要素检查)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._profile(cls, cls.partner).write({"role_supplier": True})
        cls.company.counterparty_contract_mode = "block"

    def _file(self, name="contract.pdf"):
        return [Command.create({"name": name, "raw": b"signed"})]

    def _complete(self, order):
        values = {**CLAUSES, "counterparty_contract_ids": self._file()}
        self._call(self.buyer, order, "write", values)
        return order

    def _lacks(self, order, method, *args, user=None, contains="contract"):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self._call(user or self.buyer, order, method, *args)
        self.assertIn(contains, str(caught.exception))
        return str(caught.exception)

    def test_off_by_default(self):
        fresh = self.env["res.company"].create({"name": "Fresh"})
        self.assertEqual(fresh.counterparty_contract_mode, "off")
        self.company.counterparty_contract_mode = "off"
        order = self._purchase(100.0)
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "purchase")
        self.assertFalse(order.counterparty_contract_missing)

    def test_all_that_is_missing_is_told_at_once(self):
        order = self._purchase(100.0)
        self._call(self.buyer, order, "write", {"counterparty_clause_quality": True})
        text = self._lacks(order, "button_confirm")
        for part in ("confidentiality clause", "return clause", "signed contract", order.name):
            self.assertIn(part, text)
        self.assertNotIn("quality clause", text)

    def test_no_door_is_open(self):
        """Button, write, import, a second approval, a confirmed order out of nothing."""
        order = self._purchase(100.0)
        self._lacks(order, "button_confirm")
        self._lacks(order, "write", {"state": "purchase"})
        values = order.copy_data()[0]
        self._lacks(order.browse(), "create", [{**values, "state": "purchase"}])
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 1})
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "to approve")
        self._lacks(order.sudo(), "button_approve", user=self.env.ref("base.user_admin"))
        self.assertEqual(order.state, "to approve")

    def test_complete_ones_pass(self):
        order = self._complete(self._purchase(100.0))
        self.assertTrue(order.counterparty_contract_complete)
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "purchase")

    def test_from_an_amount_on(self):
        self.company.counterparty_contract_amount = 100.0
        below, at = self._purchase(99.99), self._purchase(100.0)
        self._call(self.buyer, below, "button_confirm")
        self._lacks(at, "button_confirm")
        line = below.order_line
        self._lacks(line, "write", {"price_unit": 100.0})
        self._lacks(below, "write", {"order_line": [Command.update(line.id, {"product_qty": 2})]})
        added = {"product_id": self.service.id, "product_qty": 1, "price_unit": 5.0}
        self._lacks(below, "write", {"order_line": [Command.create(added)]})
        self._lacks(line.browse(), "create", [{**added, "order_id": below.id}])
        self._call(self.buyer, line, "write", {"price_unit": 50.0})

    def test_nothing_is_taken_away_afterwards(self):
        order = self._complete(self._purchase(100.0))
        self._call(self.buyer, order, "button_confirm")
        self._lacks(order, "write", {"counterparty_clause_return": False})
        self._lacks(order, "write", {"counterparty_contract_ids": [Command.clear()]})
        self._call(self.buyer, order, "write", {"counterparty_contract_ids": self._file("b.pdf")})

    def test_what_was_confirmed_before_is_not_touched(self):
        self.company.counterparty_contract_mode = "off"
        order = self._purchase(100.0)
        self._call(self.buyer, order, "button_confirm")
        self.company.counterparty_contract_mode = "block"
        self._call(self.buyer, order.order_line, "write", {"price_unit": 150.0})
        self._call(self.buyer, order, "write", {"counterparty_clause_return": True})
        self._lacks(order, "write", {"counterparty_clause_return": False})

    def test_warning(self):
        self.company.counterparty_contract_mode = "warn"
        order = self._purchase(100.0)
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "purchase")
        notes = order.message_ids.filtered(lambda m: "signed contract" in (m.body or ""))
        self.assertEqual(len(notes), 1)

    def test_a_company_that_observes_is_warned_and_one_without_control_is_not(self):
        for mode, notes in (("observe", 1), ("off", 0)):
            self.company.counterparty_mode = mode
            order = self._purchase(100.0)
            self._call(self.buyer, order, "button_confirm")
            found = order.message_ids.filtered(lambda m: "signed contract" in (m.body or ""))
            self.assertEqual(len(found), notes, mode)

    def test_search(self):
        complete, bare = self._complete(self._purchase(100.0)), self._purchase(100.0)
        both = [("id", "in", (complete | bare).ids)]
        orders = self.env["purchase.order"]
        for wanted, found in ((True, complete), (False, bare)):
            domain = [*both, ("counterparty_contract_complete", "=", wanted)]
            self.assertEqual(orders.search(domain), found)

    def test_files_of_others_are_not_taken(self):
        secret = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        order = self._purchase(100.0)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._call(
                self.buyer,
                order,
                "write",
                {"counterparty_contract_ids": [Command.link(secret.id)]},
            )

    def test_no_query_more(self):
        """Ordinary confirmations cost nothing where the company does not ask for contracts."""
        self.company.counterparty_contract_mode = "off"
        orders = self.env["purchase.order"]
        judge = type(orders)._counterparty_contract_judge
        costs = []
        for replaced in (judge, lambda *_args: None, judge):  # the first one warms up
            with patch.object(type(orders), "_counterparty_contract_judge", replaced):
                order = self._purchase(1.0)
                self._purchase(1.0).button_confirm()
                self.env.cr.flush()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                order.button_confirm()
                self.env.cr.flush()
                costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*costs[1:])
