from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .override_common import OverrideCommon


@tagged("post_install", "-at_install")
class TestHeldQueue(OverrideCommon):
    """What waits stands in one queue, and is decided there or in the exception."""

    def test_one_entry_with_all_that_is_known(self):
        sale, purchase = self._sale(1300.0), self._purchase(1200.0)
        self._ask(sale), self._ask(purchase)
        row = self._row(sale)
        self.assertEqual(len(row), 1)
        self.assertEqual((row.kind, row.amount, row.excess_amount), ("sale", 1300.0, 300.0))
        self.assertEqual((row.user_id, row.partner_id), (self.salesman, self.partner))
        self.assertEqual((row.request_state, row.reason), ("submitted", "A good customer."))
        self.assertIn("300.00", row.reason_text)
        self.assertEqual(row.reason_labels, "over the limit")
        self.assertEqual((row.age_days, row.is_stopped), (0, False))
        self.assertEqual(self._row(purchase).kind, "purchase")

    def test_leaves_with_the_decision(self):
        order = self._sale(1300.0)
        self._ask(order)
        self._call(self.leader, self._row(order), "action_release")
        self.assertFalse(self._row(order))
        self._confirm(order)
        self.assertFalse(self._row(order))

    def test_held_without_a_request(self):
        """Released in the name of who is responsible, by somebody else."""
        order = self._sale(1300.0)
        order.sudo()._counterparty_hold()
        row = self._row(order)
        self.assertEqual((row.request_state, row.excess_amount), ("none", 300.0))
        self._call(self.leader, row, "action_release", "A good customer.")
        override = self.overrides.search([("sale_order_id", "=", order.id)])
        self.assertEqual(
            (override.applicant_id, override.approver_id), (self.salesman, self.leader)
        )
        self.assertEqual(override.state, "approved")
        self.assertFalse(self._row(order))
        self._confirm(order)

    def test_not_by_who_is_responsible(self):
        groups = self.env.ref("counterparty_control.group_leadership")
        self.salesman.group_ids += groups
        order = self._sale(1300.0)
        order.sudo()._counterparty_hold()
        self._barred(self.salesman, self._row(order), "action_release", contains="themselves")
        self.assertFalse(self.overrides.search([("sale_order_id", "=", order.id)]))

    def test_nobody_is_responsible(self):
        order = self._sale(1300.0)
        order.sudo()._counterparty_hold()
        order.sudo().user_id = False
        self.profile.sudo().responsible_id = False
        self._barred(self.leader, self._row(order), "action_release", contains="salesperson")

    def test_reject_and_ask_back(self):
        for method, state in (("action_reject", "rejected"), ("action_ask_back", "returned")):
            with self.subTest(method=method):
                order = self._sale(1300.0)
                order.sudo()._counterparty_hold()
                action = self._call(self.leader, self._row(order), method)
                wizard, values = self.env["counterparty.step"], {"comment": "Why so much?"}
                created = self._call(
                    self.leader, wizard, "create", [values], context=action["context"]
                )
                self._call(self.leader, wizard.browse(created), "action_confirm")
                override = self.overrides.search([("sale_order_id", "=", order.id)])
                self.assertEqual(override.state, state)
                self.assertEqual(bool(self._row(order)), state == "returned")
                self.assertEqual(order.counterparty_is_held, state == "returned")

    def test_several_at_once(self):
        orders = self._sale(1300.0) | self._sale(1400.0)
        for order in orders:
            self._ask(order)
        rows = self._row(orders[0]) | self._row(orders[1])
        self._call(self.leader, rows, "action_release")
        self.assertFalse(self._row(orders[0]) | self._row(orders[1]))

    def test_who_decides(self):
        order = self._sale(1300.0)
        self._ask(order)
        row = self._row(order)
        for user in (self.officer, self.accountant, self.auditor, self.salesman):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._call(user, row, "action_release")
        self._call(self.accountant, row, "action_reject", "Collect first.")
        self.assertFalse(self._row(order))

    def test_departments(self):
        order = self._sale(1300.0)
        self._ask(order)
        row = self._row(order)
        for user, sees in ((self.colleague, True), (self.stranger, False), (self.auditor, True)):
            with self.subTest(user=user.login):
                found = self._as(user, row).search([("id", "=", row.id)])
                self.assertEqual(bool(found), sees)
        with self.assertRaises(AccessError):
            self._call(self.stranger, row, "action_release")

    def test_links(self):
        order = self._sale(1300.0)
        override = self._ask(order)
        row = self._row(order)
        self.assertEqual(self._call(self.leader, row, "action_open_document")["res_id"], order.id)
        self.assertEqual(
            self._call(self.leader, row, "action_open_override")["res_id"], override.id
        )
        action = self._call(self.accountant, row, "action_hold")
        self.assertEqual(action["res_model"], "counterparty.hold")

    def test_confirmed_orders_that_want_more(self):
        order = self._sale(900.0)
        self._confirm(order)
        self._ask(order, amount=1500.0)
        row = self._row(order)
        self.assertEqual((row.excess_amount, row.request_state), (500.0, "submitted"))

    def test_queries_do_not_grow_with_the_rows(self):
        def read():
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self.env["counterparty.held"].search([])
            rows.read(["name", "excess_amount", "reason_labels", "reason", "age_days"])
            return self.env.cr.sql_log_count - before

        def hold(count):
            for number in range(count):
                order = self._sale(1300.0, self._party(f"Held {number} of {count}"))
                order.sudo().counterparty_is_held = True

        hold(2)
        read()
        few = read()
        hold(10)
        self.assertEqual(read(), few)


@tagged("post_install", "-at_install")
class TestForcedHold(OverrideCommon):
    """What finance or the office stopped, nothing releases but one of them."""

    def test_a_document(self):
        for order in (self._sale(100.0), self._purchase(100.0)):
            with self.subTest(model=order._name):
                hold = self._stop(order)
                self.assertTrue(order.counterparty_is_held)
                self.assertTrue(self._row(order).is_stopped)
                self._cannot_confirm(order, "A lawsuit is under way.")
                self._call(self.officer, hold, "action_end_hold", "Settled.")
                self.assertFalse(order.counterparty_is_held)
                self._confirm(order)

    def test_a_party(self):
        confirmed, order = self._sale(100.0), self._sale(100.0)
        self._confirm(confirmed)
        hold = self._stop(self.profile, self.officer)
        self._cannot_confirm(order, "forced hold")
        self._refused(self.salesman, confirmed.order_line, "write", {"price_unit": 200.0})
        self._price(confirmed, 50.0)
        self.assertTrue(self.profile.counterparty_forced_hold)
        self._call(self.accountant, self.profile, "action_counterparty_end_hold", "Settled.")
        self.assertEqual(hold.state, "ended")
        self._confirm(order)

    def test_a_confirmed_document(self):
        order = self._sale(100.0)
        self._confirm(order)
        self._stop(order)
        self._refused(self.salesman, order.order_line, "write", {"price_unit": 200.0})
        self._confirm(self._sale(100.0))

    def test_no_exception_releases_it(self):
        order = self._sale(1300.0)
        self._release(order)
        self._stop(order)
        self._cannot_confirm(order, "forced hold")
        other = self._sale(1300.0)
        self._stop(self.profile)
        override = self._ask(other, submit=False)
        self._barred(self.salesman, override, "action_submit", contains="forced hold")
        row = self._row(order)
        self.assertTrue(row)
        self._barred(self.leader, row, "action_release", contains="forced hold")

    def test_exempt_parties_too(self):
        self.profile.sudo().exempt = True
        self._stop(self.profile)
        self._cannot_confirm(self._sale(1.0), "forced hold")

    def test_who_holds_and_ends(self):
        order = self._sale(100.0)
        for user in (self.salesman, self.leader, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._stop(order, user)
        self.salesman.group_ids += self.env.ref("counterparty_control.group_finance")
        hold = self._stop(order, self.salesman)
        self._barred(self.salesman, hold, "action_end_hold", "It is mine.", contains="themselves")
        for user in (self.leader, self.auditor, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._call(user, hold, "action_end_hold", "Please.")
        self._call(self.accountant, hold, "action_end_hold", "Settled.")

    def test_frozen(self):
        order = self._sale(100.0)
        action = self._call(self.accountant, order.sudo(), "action_counterparty_hold")
        self.assertEqual(action["context"], {"default_sale_order_id": order.id})
        hold = self._stop(order)
        for values in ({"state": "ended"}, {"reason": "x"}, {"profile_id": self.profile.id}):
            for user in (self.salesman, self.officer, self.accountant):
                with self.subTest(values=values, user=user.login):
                    self._barred(user, hold, "write", values)
        self._barred(self.accountant, hold, "unlink")
        self._call(self.accountant, self._row(order), "action_end_hold", "Settled.")
        self.assertEqual(hold.state, "ended")

    def test_on_record(self):
        hold = self._stop(self._sale(100.0))
        self._call(self.officer, hold, "action_end_hold", "Settled.")
        self.assertEqual(set(hold.decision_ids.mapped("step")), {"hold", "end_hold"})
        self.assertEqual(set(hold.decision_ids.mapped("user_id")), {self.accountant, self.officer})
        self.assertIn(self.salesman.partner_id, hold.message_ids.notified_partner_ids)

    def test_needs_a_reason(self):
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017 - a constraint
            self._stop(self._sale(100.0), reason=" ")
