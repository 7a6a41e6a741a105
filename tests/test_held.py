from datetime import timedelta
from unittest.mock import patch

import psycopg2
from lxml import etree

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .workflow_common import WorkflowCommon

READY = "counterparty_control.mail_activity_type_ready"


class HeldCommon(WorkflowCommon):
    """Held orders of a party with a limit of 1,000, and the test that follows when room comes."""

    def _held_sale(self, amount, partner=None, days=0, **values):
        order = self._sale(amount, partner=partner, **values)
        self._call(self.salesman, order, "action_counterparty_wait")
        self._age(order, days)
        return order

    def _held_purchase(self, amount, partner=None, days=0, **values):
        order = self._purchase(amount, partner=partner, **values)
        self._call(self.buyer, order, "action_counterparty_wait")
        self._age(order, days)
        return order

    def _age(self, order, days):
        since = fields.Datetime.now() - timedelta(days=days)
        order.sudo().counterparty_held_since = since

    def _due(self):
        """Whether a test is asked for, beside the hourly one; forget it."""
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("counterparty_control.cron_retest").id)]
        )
        found = bool(triggers)
        triggers.unlink()
        return found

    def _retest(self):
        self.env.cr.flush()
        self._due()

        def commit(_cron, _processed=0, **_kwargs):
            self.env.cr.flush()
            return float("inf")

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            self.env["counterparty.recheck"].with_user(SUPERUSER_ID)._cron_retest()
        self.env.cr.flush()
        self.env.invalidate_all()

    def _told(self, order):
        """The users who are told that an order can be confirmed, one entry for each activity."""
        return order.sudo().activity_search([READY]).mapped("user_id.login")

    def _pay(self, amount, partner=None):
        payment = self.env["account.payment"].create(
            {
                "amount": amount,
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or self.partner).id,
            }
        )
        payment.action_post()
        self.env.cr.flush()


@tagged("post_install", "-at_install")
class TestHeld(HeldCommon):
    """What waits says why and since when, and nobody sets that by hand."""

    def test_waiting_and_withdrawing(self):
        sale, purchase = self._sale(1200.0), self._purchase(1200.0)
        for order, user in ((sale, self.salesman), (purchase, self.buyer)):
            with self.subTest(order._name):
                self._call(user, order, "action_counterparty_wait")
                self.assertTrue(order.counterparty_is_held)
                self.assertEqual(order.counterparty_held_reasons, "over_limit")
                self.assertEqual(order.counterparty_held_for, "over the limit")
                self.assertTrue(order.counterparty_held_since)
                self._call(user, order, "action_counterparty_withdraw")
                self.assertFalse(order.counterparty_is_held or order.counterparty_held_reasons)
                self.assertEqual(order.state, "draft")
                self.assertFalse(order.sudo().activity_ids)

    def test_the_button_shows_where_it_works(self):
        for model, user in (("sale.order", self.salesman), ("purchase.order", self.buyer)):
            # finance may read orders, and has nothing to withdraw
            for reader, shown in ((user, ["counterparty_is_prohibited"]), (self.accountant, [])):
                arch = self.env[model].with_user(reader).get_view(view_type="form")["arch"]
                found = etree.fromstring(arch).xpath(
                    "//button[@name='action_counterparty_withdraw']/@invisible"
                )
                self.assertEqual(found, shown, (model, reader.login))

    def test_what_may_pass_need_not_wait(self):
        with self.assertRaisesRegex(UserError, "nothing stands against it"):
            self._call(self.salesman, self._sale(900.0), "action_counterparty_wait")

    def test_waiting_is_for_who_may_write(self):
        order, mine = self._sale(1200.0), self._held_sale(1200.0)
        for user in (self.buyer, self.auditor):
            with self.assertRaises(AccessError):
                self._call(user, order, "action_counterparty_wait")
            with self.assertRaises(AccessError):
                self._call(user, mine, "action_counterparty_withdraw")

    def test_nobody_sets_what_is_held(self):
        values = {
            "counterparty_is_held": True,
            "counterparty_held_reasons": "over_limit",
            "counterparty_held_since": "2026-01-01 00:00:00",
            "counterparty_is_ready": True,
        }
        for order, user in (
            (self._held_sale(1200.0), self.salesman),
            (self._held_purchase(1200.0), self.buyer),
        ):
            model = order.browse().with_user(user)
            new = {"partner_id": self.partner.id}
            for name, value in values.items():
                with self.subTest(model=order._name, field=name):
                    for written in (value, False):
                        with self.assertRaises(AccessError):
                            self._call(user, order, "write", {name: written})
                    with self.assertRaises(AccessError):
                        self._call(user, model, "create", [{**new, name: value}])
                    made = self._call(
                        user, model.with_context(**{f"default_{name}": value}), "create", [new]
                    )
                    self.assertFalse(model.browse(made)[name])
                    rows = [[str(self.partner.id), str(value)]]
                    loaded = self._call(user, model, "load", ["partner_id/.id", name], rows)
                    self.assertFalse(loaded["ids"])
                    self.assertFalse(order.copy()[name])

    def test_cancelled_orders_wait_no_longer(self):
        sale, purchase = self._held_sale(1200.0), self._held_purchase(1200.0)
        self._call(self.salesman, sale, "action_cancel")
        self._call(self.buyer, purchase, "button_cancel")
        for order in (sale, purchase):
            self.assertFalse(order.counterparty_is_held or order.counterparty_held_since)

    def test_approved_purchase_waits_no_longer(self):
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 1})
        order = self._held_purchase(1200.0)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual((order.state, order.counterparty_is_held), ("to approve", True))
        order.with_user(SUPERUSER_ID).button_approve()
        self.assertEqual((order.state, order.counterparty_is_held), ("purchase", False))

    def test_responsible(self):
        profile, order = self._profile(self.partner), self._sale(1200.0, user_id=False)
        order.sudo().user_id = False
        self.assertEqual(order.sudo()._counterparty_responsible(), self.salesman)
        profile.responsible_id.active = False
        found = order.sudo()._counterparty_responsible()
        self.assertTrue(found.has_group("counterparty_control.group_office"))


@tagged("post_install", "-at_install")
class TestRecheck(HeldCommon):
    """When something makes room the responsible is told, once, and told when it is gone."""

    def test_nothing_is_asked_for_without_held_orders(self):
        self._invoice(900.0)
        self._pay(900.0)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self.assertFalse(self._due())

    def test_payment(self):
        self._invoice(900.0)
        order, other = self._held_sale(500.0), self._held_sale(5000.0)
        self._due()
        self._retest()
        self.assertEqual(self._told(order), [])
        self._pay(600.0)
        self.assertTrue(self._due())
        self._retest()
        self._retest()
        self.assertEqual((self._told(order), self._told(other)), ([self.salesman.login], []))
        self.assertTrue(order.counterparty_is_ready)
        self.assertTrue(order.counterparty_is_held, "it is for a person to confirm")
        self._invoice(600.0)
        self._retest()
        self.assertEqual(self._told(order), [])
        self.assertFalse(order.counterparty_is_ready)

    def test_advance_of_a_party_that_owes_nothing(self):
        order = self._held_sale(1500.0)
        self._due()
        self._pay(600.0)
        self.assertTrue(self._due())
        self._retest()
        self.assertTrue(order.counterparty_is_ready)

    def test_done_activity_is_not_repeated(self):
        order = self._held_sale(1200.0)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._retest()
        order.sudo().activity_search([READY]).action_done()
        self._retest()
        self.assertEqual(self._told(order), [])

    def test_confirming_closes_it(self):
        order = self._held_purchase(1200.0)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._retest()
        self.assertEqual(self._told(order), [self.buyer.login])
        self._call(self.buyer, order, "button_confirm")
        self.assertFalse(order.sudo().activity_ids)
        self.assertFalse(order.counterparty_is_held)

    def _assert_asked(self, change):
        """Assert that a change has the held order tested again, and that it can pass then."""
        self._due()
        change()
        self.env.cr.flush()
        self.assertTrue(self._due(), "nobody is told before the next hour")
        self._retest()

    def test_credit_note_and_cancelled_invoice(self):
        """An invoice that is reset to draft goes on occupying what it did, until cancelled."""
        invoice, other = self._invoice(600.0), self._invoice(300.0)
        order = self._held_sale(1000.0)
        self._assert_asked(lambda: self._invoice(300.0, move_type="out_refund"))
        self.assertFalse(order.counterparty_is_ready)
        (invoice | other).button_draft()
        self._retest()
        self.assertFalse(order.counterparty_is_ready)
        self._assert_asked(invoice.button_cancel)
        self._assert_asked(other.button_cancel)
        self.assertTrue(order.counterparty_is_ready)

    def test_purchase_that_is_lowered(self):
        running = self._purchase(900.0)
        self._call(self.buyer, running, "button_confirm")
        order = self._held_sale(500.0)
        self._assert_asked(lambda: running.order_line.write({"price_unit": 400.0}))
        self.assertTrue(order.counterparty_is_ready)

    def test_cancelled_order(self):
        running = self._sale(900.0)
        self._call(self.salesman, running, "action_confirm")
        order = self._held_purchase(500.0)
        self._assert_asked(lambda: self._call(self.salesman, running, "action_cancel"))
        self.assertTrue(order.counterparty_is_ready)

    def test_limits(self):
        profile = self._profile(self.partner)
        for change in (
            lambda: profile._set_limit(2000.0, "test"),
            lambda: self._to_approved(self._request(), self.leader),
        ):
            profile._set_limit(1000.0, "test")
            order = self._held_sale(1200.0)
            self._assert_asked(change)
            self.assertTrue(order.counterparty_is_ready)
            order.sudo()._counterparty_unhold()

    def test_limit_that_begins_later(self):
        """What the calendar brings is seen by the hourly test."""
        order = self._held_sale(1200.0)
        today = self.company._counterparty_today()
        profile = self._profile(self.partner)
        profile._set_temporary_limit(
            2000.0, "test", today + timedelta(days=1), today + timedelta(days=9)
        )
        self._retest()
        self.assertFalse(order.counterparty_is_ready)
        with patch.object(
            type(self.company), "_counterparty_today", lambda _company: today + timedelta(days=1)
        ):
            self._retest()
        self.assertTrue(order.counterparty_is_ready)

    def test_group(self):
        sister = self._party("Sister")
        group = self._group(self.partner, sister, limit=1500.0)
        self._invoice(900.0, partner=sister)
        order = self._held_sale(800.0)
        self.assertEqual(order.counterparty_held_reasons, "over_group_limit")
        self._assert_asked(lambda: self._pay(300.0, partner=sister))
        self.assertTrue(order.counterparty_is_ready)
        self._invoice(300.0, partner=sister)
        self._retest()
        self.assertFalse(order.counterparty_is_ready)
        self._assert_asked(lambda: group._set_limit(5000.0, "test"))
        self.assertTrue(order.counterparty_is_ready)

    def test_admission_and_grade(self):
        partner = self._party("Prospect", state="prospect", limit=2000.0)
        order = self._held_sale(100.0, partner=partner)
        profile = self._profile(partner)
        self.assertEqual(order.counterparty_held_reasons, "not_approved")
        profile.state = "approved"
        self._retest()
        self.assertTrue(order.counterparty_is_ready)
        profile.grade = "e"
        self._retest()
        self.assertFalse(order.counterparty_is_ready)
        rating = self._rating(partner, proposed_grade="b", proposed_limit=2000.0)
        self._assert_asked(lambda: self._to_approved(rating))
        self.assertTrue(order.counterparty_is_ready)

    def test_policy_of_a_grade(self):
        self._profile(self.partner).grade = "d"
        order = self._held_sale(100.0)
        policy = self.env["counterparty.grade"].search(
            [("company_id", "=", self.company.id), ("code", "=", "d")]
        )
        self._assert_asked(lambda: policy.write({"behaviour": "over_limit"}))
        self.assertTrue(order.counterparty_is_ready)

    def test_delisting(self):
        entry = self.env["counterparty.prohibition"].create(
            {"name": self.partner.name, "reason": "Fraud", "date_from": "2020-01-01"}
        )
        order = self._held_sale(100.0)
        self.assertEqual(order.counterparty_held_reasons, "prohibited")
        self._assert_asked(lambda: entry.write({"active": False}))
        self.assertTrue(order.counterparty_is_ready)

    def test_licence(self):
        values = self._licence_values(is_long_term=False, expiry_date="2020-01-01")
        licence = self.env["counterparty.licence"].create({**values, "partner_id": self.partner.id})
        order = self._held_sale(100.0)
        self.assertEqual(order.counterparty_held_reasons, "licence")
        self._assert_asked(lambda: licence.write({"expiry_date": "2090-01-01"}))
        self.assertTrue(order.counterparty_is_ready)

    def test_observing_company_holds_nothing_back(self):
        order = self._held_sale(1200.0)
        self._assert_asked(lambda: self.company.write({"counterparty_mode": "observe"}))
        self.assertTrue(order.counterparty_is_ready)

    def test_first_come_first_served(self):
        late = self._held_sale(1600.0, days=1)
        early = self._held_purchase(1500.0, days=2)
        small = self._held_sale(1400.0)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._retest()
        ready = [order.counterparty_is_ready for order in (early, late, small)]
        self.assertEqual(ready, [True, False, False])
        self._call(self.buyer, early, "action_counterparty_withdraw")
        self.assertTrue(self._due(), "the room of what was withdrawn is for the next one")
        self._retest()
        self.assertEqual([o.counterparty_is_ready for o in (late, small)], [True, False])

    def test_cost(self):
        """A fixed number of queries, however many parties wait; one where nobody does."""

        def cost():
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._retest()
            return self.env.cr.sql_log_count - before

        def wait(count):
            for number in range(count):
                self._held_sale(1200.0, partner=self._party(f"Party {number}"))

        wait(3)
        cost()
        few = cost()
        wait(20)
        cost()
        self.assertLessEqual(cost(), few + 2)
        self.env["sale.order"].search([("counterparty_is_held", "=", True)])._counterparty_unhold()
        self.env.cr.flush()
        before = self.env.cr.sql_log_count
        self.env["counterparty.recheck"]._notice({self.partner.id})
        self.assertLessEqual(self.env.cr.sql_log_count - before, 1)


@tagged("post_install", "-at_install")
class TestConfirmHeld(HeldCommon):
    """What waited for amounts alone is confirmed when there is room, if the company wants it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_confirm_held = True

    def test_off_by_default(self):
        self.assertFalse(self.env["res.company"].create({"name": "New"}).counterparty_confirm_held)
        self.company.counterparty_confirm_held = False
        order = self._held_sale(1200.0)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._retest()
        self.assertEqual(order.state, "draft")

    def test_oldest_first(self):
        late, early = self._held_sale(1600.0, days=1), self._held_purchase(1500.0, days=2)
        self._profile(self.partner)._set_limit(3000.0, "test")
        self._retest()
        self.assertEqual((early.state, late.state), ("purchase", "draft"))
        self.assertFalse(early.counterparty_is_held)
        self.assertTrue(late.counterparty_is_held)
        decision = self.env["counterparty.decision"].search(
            [("kind", "=", "confirmed"), ("res_id", "=", early.id)]
        )
        self.assertEqual(decision.reasons, "over_limit")
        self.assertEqual(decision.user_id.id, SUPERUSER_ID)
        self.assertEqual(
            [decision.facts[name] for name in ("limit", "before", "after")], [3000.0, 0.0, 1500.0]
        )
        self.assertIn(self.buyer.partner_id, early.sudo().message_ids.partner_ids)

    def test_all_that_there_is_room_for(self):
        orders = [self._held_sale(1200.0, days=9 - number) for number in range(4)]
        self._profile(self.partner)._set_limit(2500.0, "test")
        self._retest()
        self.assertEqual([o.state for o in orders], ["sale", "sale", "draft", "draft"])
        self.assertLessEqual(self._exposure().order_open, 2500.0)

    def test_other_reasons_wait_for_a_person(self):
        """Also one that came while the order waited, and went again."""
        profile = self._profile(self.partner)
        profile.grade = "d"
        held = self._held_sale(1200.0)
        self.assertEqual(held.counterparty_held_reasons, "restricted,over_limit")
        meanwhile = self._held_sale(1200.0, partner=self._party("Other"))
        other = self._profile(meanwhile.partner_id)
        other.grade = "e"
        self._retest()
        for row in (profile, other):
            row.grade = "b"
            row._set_limit(2000.0, "test")
        self._retest()
        for order in (held, meanwhile):
            self.assertEqual((order.state, order.counterparty_is_ready), ("draft", True))

    def test_purchase_keeps_its_second_approval(self):
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 1})
        order = self._held_purchase(1200.0)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._retest()
        self.assertEqual(order.state, "to approve")

    def test_what_cannot_be_confirmed_is_told(self):
        order = self._held_sale(1200.0)
        line = {"order_id": order.id, "name": "no product", "price_unit": 1.0}
        self.env["sale.order.line"].create(line)
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._retest()
        self.assertEqual((order.state, self._told(order)), ("draft", [self.salesman.login]))

    def test_the_gate_has_the_last_word(self):
        """The room may be gone between the test and the confirmation."""
        order = self._held_sale(1200.0)
        profile = self._profile(self.partner)
        profile._set_limit(2000.0, "test")
        recheck = self.env["counterparty.recheck"].with_user(SUPERUSER_ID)
        ready = recheck._retest()
        profile._set_limit(1000.0, "test")
        recheck._confirm(*ready[0])
        self.assertEqual((order.state, order.counterparty_is_held), ("draft", True))

    def test_conflict_is_left_for_the_next_run(self):
        order = self._held_sale(1200.0)
        self._profile(self.partner)._set_limit(2000.0, "test")

        def conflict(_order):
            raise psycopg2.OperationalError

        rolled = []
        with (
            patch.object(type(order), "_counterparty_confirm_held", conflict),
            patch.object(self.env.cr, "rollback", lambda: rolled.append(True)),
        ):
            self._retest()
        self.assertTrue(rolled and self._due())
        self.assertEqual(order.state, "draft")
