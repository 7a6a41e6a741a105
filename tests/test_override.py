from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..exceptions import CounterpartyRefusalError
from .common import GROUP
from .override_common import OverrideCommon


@tagged("post_install", "-at_install")
class TestOverride(OverrideCommon):
    """An exception lets one refused order through, once, up to an amount, for some days."""

    def test_from_refusal_to_confirmed_sale(self):
        order = self._sale(1300.0)
        self._from_refusal_to_confirmed(order)

    def test_from_refusal_to_confirmed_purchase(self):
        self._from_refusal_to_confirmed(self._purchase(1300.0))

    def _from_refusal_to_confirmed(self, order):
        self._cannot_confirm(order, "300.00")
        override = self._ask(order)
        self.assertEqual((override.state, override.excess_amount), ("submitted", 300.0))
        self.assertEqual(override.reason_codes, "over_limit")
        self.assertEqual(override.approver, "leadership")
        self.assertTrue(order.counterparty_is_held)
        self.assertIn("300.00", override.reason_text)
        self._cannot_confirm(order)
        self._call(self.leader, override, "action_approve", "Once.")
        told = order.activity_ids.filtered(lambda row: "1,300.00" in (row.summary or ""))
        self.assertEqual(told.user_id, override.applicant_id)
        self._confirm(order)
        self.assertIn(order.state, ("sale", "purchase"))
        self.assertFalse(order.counterparty_is_held)
        self.assertEqual(override.state, "used")
        self.assertFalse(told.exists().active)

    def test_the_applicant_is_told_with_a_link(self):
        order = self._sale(1300.0)
        override = self._release(order)
        self.assertIn(self.salesman.partner_id, override.message_ids.notified_partner_ids)
        link = f'data-oe-model="{override._name}" data-oe-id="{override.id}"'
        self.assertIn(link, order.message_ids[0].body)

    def test_the_refusal_offers_it(self):
        order = self._sale(1300.0)
        with self.assertRaises(CounterpartyRefusalError) as caught, self.env.cr.savepoint():
            self._confirm(order)
        offer = {"model": "sale.order", "id": order.id, "amount": 1300.0}
        self.assertEqual(caught.exception.context, {"counterparty_override": offer})
        action = self._call(self.salesman, order, "action_counterparty_override", amount=1300.0)
        self.assertEqual(action["context"]["default_amount"], 1300.0)
        override = self._ask(order)
        action = self._call(self.salesman, order, "action_counterparty_override")
        self.assertEqual(action["res_id"], override.id)
        self.assertEqual(
            self._call(self.leader, override, "action_open_document")["res_id"], order.id
        )

    def test_what_cannot_be_released_offers_nothing(self):
        for values, login in (
            ({"state": "prospect"}, "not admitted"),
            ({"state": "closed"}, "cooperation ended"),
            ({"grade": "e"}, "grade E"),
        ):
            with self.subTest(values=values):
                order = self._sale(1300.0, self._party(f"Barred {values}", **values))
                with self.assertRaises(CounterpartyRefusalError) as caught, self.env.cr.savepoint():
                    self._confirm(order)
                self.assertFalse(caught.exception.context)
                override = self._ask(order, submit=False)
                self._barred(self.salesman, override, "action_submit", contains=login)
        self.env["counterparty.prohibition"].create({"name": self.partner.name})
        override = self._ask(self._sale(1300.0), submit=False)
        self._barred(self.salesman, override, "action_submit", contains="prohibited")

    def test_prohibited_after_the_release(self):
        order = self._sale(1300.0)
        self._release(order)
        self.env["counterparty.prohibition"].create({"name": self.partner.name})
        self._cannot_confirm(order, "prohibited")

    def test_complete_before_it_is_asked(self):
        order = self._sale(1300.0)
        override = self._ask(order, submit=False, reason=" ", plan=False, amount=1200.0)
        text = self._barred(self.salesman, override, "action_submit", contains="the reason")
        self.assertIn("repayment or arrival", text)
        self.assertIn("1,300.00", text)
        self.assertFalse(order.counterparty_is_held)
        passes = self._ask(self._sale(900.0), submit=False)
        self._barred(self.salesman, passes, "action_submit", contains="needs no exception")

    def test_the_applicant_never_approves(self):
        groups = f"{GROUP}business,{GROUP}leadership,sales_team.group_sale_salesman_all_leads"
        both = new_test_user(self.env, "cp_both", f"base.group_user,{groups}")
        override = self._ask(self._sale(1300.0, user=both), user=both)
        self._barred(both, override, "action_approve", contains="themselves")
        for user in (self.salesman, self.officer, self.accountant, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._call(user, override, "action_approve")
        with self.assertRaises(UserError):
            override.sudo().action_approve()
        self.assertEqual(override.state, "submitted")

    def test_it_sticks_within_the_tolerance(self):
        order = self._sale(1300.0)
        override = self._release(order)
        self._confirm(order)
        self._price(order, 1365.0)
        self.assertEqual(order.amount_total, 1365.0)
        self._refused(
            self.salesman, order.order_line, "write", {"price_unit": 1366.0}, contains="366.00"
        )
        self._price(order, 1100.0)
        self._price(order, 1365.0)
        self.assertEqual(override.state, "used")

    def test_the_order_grew_before_it_was_confirmed(self):
        order = self._sale(1300.0)
        self._release(order)
        self._price(order, 1366.0)
        self._cannot_confirm(order, "366.00")

    def test_a_new_exception_for_more(self):
        order = self._sale(1300.0)
        first = self._release(order)
        self._confirm(order)
        second = self._release(order, amount=1500.0)
        self.assertEqual((first.state, second.state), ("spent", "approved"))
        self.assertEqual(second.excess_amount, 500.0)
        self._price(order, 1500.0)
        self.assertEqual(second.state, "used")

    def test_validity(self):
        order = self._sale(1300.0)
        override = self._release(order)
        today = self.company._counterparty_today()
        self.assertEqual(override.valid_until, today + timedelta(days=30))
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.env.invalidate_all()
            self.assertTrue(override.is_expired)
            self._cannot_confirm(order)
        with freeze_time(fields.Datetime.now() + timedelta(days=29)):
            self._confirm(order)

    def test_revoked(self):
        order = self._sale(1300.0)
        override = self._release(order)
        action = self._call(self.accountant, override, "action_revoke")
        self.assertEqual(action["res_model"], "counterparty.step")
        self._call(self.accountant, override, "action_revoke", "A cheque bounced.")
        self._cannot_confirm(order)
        self.assertIn("A cheque bounced.", override.decision_ids.mapped("comment"))

    def test_revoked_while_in_use(self):
        order = self._sale(1300.0)
        override = self._release(order)
        self._confirm(order)
        self._call(self.leader, override, "action_revoke", "No more.")
        self.assertEqual(order.state, "sale")
        self._refused(self.salesman, order.order_line, "write", {"price_unit": 1310.0})

    def test_two_orders_cannot_share_it(self):
        released, other = self._sale(1300.0), self._sale(1300.0)
        self._release(released)
        self._cannot_confirm(other)
        self._refused(self.salesman, released | other, "action_confirm")
        self._confirm(released)
        self._cannot_confirm(other)
        copy = self.env["sale.order"].browse(self._call(self.salesman, released, "copy"))
        self._cannot_confirm(copy)
        self._release(other)
        self._confirm(other)

    def test_cancelled_and_confirmed_again(self):
        """A mistaken cancellation costs nothing; the release stays the same one."""
        order = self._sale(1300.0)
        override = self._release(order)
        self._confirm(order)
        self._call(self.salesman, order, "action_cancel")
        self.assertEqual((override.state, override.used_date), ("approved", False))
        self._call(self.salesman, order, "action_draft")
        self._price(order, 1366.0)
        self._cannot_confirm(order)
        self._price(order, 1300.0)
        self._confirm(order)
        used = self._decisions("released")
        self.assertEqual(len(used), 2, "each use is on record")
        self.assertEqual(used.mapped("comment"), [override.name] * 2)

    def test_spent_once_something_came_of_it(self):
        """What was invoiced is not released a second time, whatever happens to the lines."""
        order = self._sale(1300.0)
        override = self._release(order)
        self._confirm(order)
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self.env.cr.flush()
        self._call(self.salesman, order, "action_cancel")
        self.assertEqual(override.state, "spent")
        self._call(self.salesman, order, "action_draft")
        line = {"product_id": self.service.id, "price_unit": 1300.0, "tax_ids": False}
        values = {"order_line": [Command.clear(), Command.create(line)]}
        self._call(self.salesman, order, "write", values)
        self._cannot_confirm(order)

    def test_what_was_invoiced_counts_with_what_is_added(self):
        order = self._sale(1300.0)
        self._release(order)
        self._confirm(order)
        order.sudo()._create_invoices().action_post()
        self.env.cr.flush()
        line = {"product_id": self.service.id, "price_unit": 1300.0, "tax_ids": False}
        values = {
            "order_line": [
                Command.update(order.order_line.id, {"price_unit": 0.0}),
                Command.create(line),
            ]
        }
        self._refused(self.salesman, order, "write", values)

    def test_a_reason_that_was_not_known(self):
        order = self._sale(1300.0)
        self._release(order)
        self.profile.sudo().grade = "d"
        self._cannot_confirm(order, "grade is D")

    def test_restricted_and_overdue(self):
        self.profile.sudo().grade = "d"
        order = self._sale(100.0)
        self._cannot_confirm(order, "grade is D")
        self._release(order)
        self._confirm(order)

    def test_another_party_in_its_place(self):
        order, other = self._sale(1300.0), self._party("Other")
        self._release(order)
        values = {"partner_id": other.id, "partner_invoice_id": other.id}
        self._call(self.salesman, order, "write", values)
        self._cannot_confirm(order, "300.00")

    def test_whoever_orders(self):
        """The party that orders has a licence that expired, another one owes."""
        orderer = self._party("Orderer")
        licence = self._licence_values(
            partner_id=orderer.id, is_long_term=False, expiry_date="2020-01-01"
        )
        self.env["counterparty.licence"].create(licence)
        order = self._sale(500.0, orderer, partner_invoice_id=self.partner.id)
        self._cannot_confirm(order, "expired")
        override = self._release(order)
        self.assertEqual(override.reason_codes, "licence")
        self._confirm(order)

    def test_the_limit_of_a_group(self):
        other = self._party("Member")
        self._group(self.partner, other, limit=1000.0)
        self._confirm(self._sale(900.0, other))
        order = self._sale(300.0)
        self._cannot_confirm(order, "200.00")
        override = self._release(order)
        self.assertEqual(
            (override.reason_codes, override.excess_amount, override.limit_amount),
            ("over_group_limit", 200.0, 1000.0),
        )
        self._confirm(order)

    def test_the_use_is_on_record_as_it_was(self):
        order = self._sale(1300.0)
        override = self._release(order)
        self._confirm(order)
        decision = self._decisions("released")
        self.assertEqual((decision.share, decision.excess), (1300.0, 300.0))
        self.assertEqual((decision.reasons, decision.comment), ("over_limit", override.name))
        self.assertEqual((decision.res_model, decision.res_id), ("sale.order", order.id))
        self.assertEqual((decision.facts["limit"], decision.facts["after"]), (1000.0, 1300.0))
        self.assertEqual(decision.facts["released"], 1300.0)
        self.profile.sudo()._set_limit(9000.0, "test")
        self.assertEqual(decision.facts["limit"], 1000.0)
        self.assertTrue(self._as(self.auditor, decision).facts_text)

    def test_not_consumed_where_there_is_room(self):
        order = self._sale(1300.0)
        override = self._release(order)
        self.profile.sudo()._set_limit(5000.0, "test")
        self._confirm(order)
        self.assertEqual(override.state, "approved")

    def test_withdrawn_and_rejected(self):
        order = self._sale(1300.0)
        override = self._ask(order)
        self._call(self.salesman, override, "action_cancel")
        self.assertFalse(order.counterparty_is_held)
        override = self._ask(order)
        self._call(self.leader, override, "action_reject", "Collect first.")
        self.assertFalse(order.counterparty_is_held)
        self.assertEqual(override.approval_opinion, "Collect first.")
        self._cannot_confirm(order)
        self.assertEqual(
            self._as(self.salesman, order).counterparty_summary["override"]["text"],
            "Collect first.",
        )

    def test_asked_back(self):
        order = self._sale(1300.0)
        override = self._ask(order)
        self._call(self.accountant, override, "action_ask_back", "When will they pay?")
        self.assertEqual(override.activity_ids.user_id, self.salesman)
        summary = self._as(self.salesman, order).counterparty_summary["override"]
        self.assertEqual((summary["state"], summary["text"]), ("returned", "When will they pay?"))
        self._barred(self.colleague, override, "write", {"plan": "x"})
        self._call(self.salesman, override, "write", {"plan": "On the 5th."})
        self._call(self.salesman, override, "action_submit")
        self.assertEqual(override.state, "submitted")

    def test_strip(self):
        order = self._sale(1300.0)
        summary = self._as(self.salesman, order).counterparty_summary
        self.assertTrue(summary["override"]["may_ask"])
        self._ask(order)
        summary = self._as(self.salesman, order).counterparty_summary
        self.assertFalse(summary["override"]["may_ask"])
        self.assertEqual(summary["override"]["state"], "submitted")
        self._call(self.leader, self.overrides.browse(summary["override"]["id"]), "action_approve")
        summary = self._as(self.salesman, order).counterparty_summary
        self.assertEqual((summary["reasons"], summary["override"]["covers"]), ([], True))

    def test_one_open_request(self):
        order = self._sale(1300.0)
        self._ask(order)
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017 - a constraint
            self._ask(order)

    def test_no_query_more_unless_refused(self):
        """What an exception costs is paid by the orders that would be refused."""
        self._confirm(self._sale(1.0))
        reads = []
        for table in ("counterparty_override", "counterparty_hold"):
            order = self._sale(1.0)
            self.env.cr.flush()
            before = self._reads(table)
            self._confirm(order)
            reads.append(self._reads(table) - before)
        self.assertEqual(reads, [0, 0])

    def _reads(self, table):
        """How many scans of a table this transaction began."""
        self.env.cr.execute(
            "SELECT COALESCE(seq_scan, 0) + COALESCE(idx_scan, 0)"
            " FROM pg_stat_xact_user_tables WHERE relname = %s",
            [table],
        )
        return self.env.cr.fetchone()[0]

    def _decisions(self, kind):
        domain = [("kind", "=", kind), ("partner_id", "=", self.partner.id)]
        return self.env["counterparty.decision"].search(domain)


@tagged("post_install", "-at_install")
class TestOverrideTiers(OverrideCommon):
    """Who decides up to which excess is data of the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier = cls.env["counterparty.override.tier"].create(
            {"approver": "office", "max_percent": 10.0, "valid_days": 7}
        )

    def test_up_to_the_ceiling(self):
        order = self._sale(1100.0)
        override = self._ask(order)
        self.assertEqual((override.approver, override.valid_days), ("office", 7))
        self.assertIn(self.officer, override.activity_ids.user_id)
        self._barred(self.accountant, override, "action_approve", contains="General Affairs")
        self._call(self.officer, override, "action_approve")
        today = self.company._counterparty_today()
        self.assertEqual(override.valid_until, today + timedelta(days=7))
        self._confirm(order)

    def test_above_it_the_leadership(self):
        override = self._ask(self._sale(1100.01))
        self.assertEqual(override.approver, "leadership")
        self._barred(self.officer, override, "action_approve", contains="Leadership")
        self._call(self.leader, override, "action_approve")

    def test_the_excess_grew_since(self):
        override = self._ask(self._sale(1100.0))
        self._confirm(self._sale(500.0))
        self._barred(self.officer, override, "action_approve", contains="Leadership")
        self._call(self.leader, override, "action_approve")
        self.assertEqual((override.excess_amount, override.approver), (600.0, "leadership"))

    def test_more_than_a_limit(self):
        self.profile.sudo().grade = "d"
        self.assertEqual(self._ask(self._sale(1050.0)).approver, "leadership")

    def test_by_amount(self):
        self.tier.write({"has_percent": False, "has_amount": True, "max_amount": 250.0})
        self.tier.approver = "finance"
        self.assertEqual(self._ask(self._sale(1250.0)).approver, "finance")

    def test_several_at_once(self):
        """Each is decided by its own tier, and all of them or none."""
        small, large = self._ask(self._sale(1100.0)), self._ask(self._sale(1900.0))
        self._barred(self.officer, small | large, "action_approve")
        self.assertEqual(small.state, "submitted")
        self._call(self.leader, small | large, "action_approve")
        self.assertEqual({small.state, large.state}, {"approved"})

    def test_only_the_leadership_changes_them(self):
        for user in (self.salesman, self.officer, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._call(user, self.tier, "write", {"max_percent": 900.0})
        self._call(self.leader, self.tier, "write", {"max_percent": 5.0})


@tagged("post_install", "-at_install")
class TestOverrideAttacks(OverrideCommon):
    """No client releases anything but by the steps."""

    VALUES = {
        "state": "approved",
        "applicant_id": 1,
        "valid_until": "2999-01-01",
        "tolerance_percent": 900.0,
        "approver": "office",
        "reason_codes": "over_limit,overdue",
        "excess_amount": 1.0,
        "used_date": "2026-01-01",
        "was_held": True,
        "partner_id": 1,
        "orderer_id": 1,
        "company_id": 1,
    }

    def test_create(self):
        order = self._sale(1300.0)
        for name, value in self.VALUES.items():
            with self.subTest(field=name), self.assertRaises(AccessError):
                self._ask(order, submit=False, **{name: value})

    def test_defaults(self):
        order = self._sale(1300.0)
        context = {f"default_{name}": value for name, value in self.VALUES.items()}
        values = {"sale_order_id": order.id, "reason": "x", "plan": "x"}
        created = self._call(self.salesman, self.overrides, "create", [values], context=context)
        override = self.overrides.browse(created)
        self.assertEqual((override.state, override.applicant_id), ("draft", self.salesman))
        self.assertFalse(override.valid_until or override.reason_codes or override.was_held)

    def test_write_and_web_save(self):
        order, other = self._sale(1300.0), self._sale(1200.0)
        override = self._ask(order, submit=False)
        for name, value in {**self.VALUES, "sale_order_id": other.id}.items():
            for method, arguments in (
                ("write", [{name: value}]),
                ("web_save", [{name: value}, {}]),
            ):
                with self.subTest(field=name, method=method), self.assertRaises(AccessError):
                    self._call(self.salesman, override, method, *arguments)
        self._call(self.salesman, override, "action_submit")
        for name, value in {"amount": 9e9, "reason": "x", "plan": "x"}.items():
            for user in (self.salesman, self.leader, self.officer, self.accountant):
                with self.subTest(field=name, user=user.login):
                    self._barred(user, override, "write", {name: value})

    def test_load_and_copy(self):
        order = self._sale(1300.0)
        result = self._call(
            self.salesman,
            self.overrides,
            "load",
            ["sale_order_id/.id", "reason", "plan", "state"],
            [[str(order.id), "x", "x", "approved"]],
        )
        self.assertFalse(result["ids"])
        override = self._release(order)
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017 - no document
            self._call(self.salesman, override, "copy")
        self._barred(self.salesman, override, "unlink")

    def test_orders_out_of_reach(self):
        """Nobody asks for an order that they cannot read."""
        order = self._purchase(1300.0)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._ask(order, user=self.salesman, submit=False)

    def test_flags_of_orders(self):
        for order, user in ((self._sale(1300.0), self.salesman), (self._purchase(1.0), self.buyer)):
            for name in (
                "counterparty_is_held",
                "counterparty_held_since",
                "counterparty_forced_hold",
            ):
                for method, arguments in (
                    ("write", [{name: False}]),
                    ("web_save", [{name: False}, {}]),
                ):
                    with self.subTest(field=name, method=method), self.assertRaises(AccessError):
                        self._call(user, order, method, *arguments)
        self._barred(self.officer, self.profile, "write", {"counterparty_forced_hold": False})

    def test_other_departments(self):
        override = self._ask(self._sale(1300.0))
        self.assertTrue(self._as(self.colleague, override).has_access("read"))
        self.assertFalse(self._as(self.stranger, override).has_access("read"))
        with self.assertRaises(AccessError):
            self._call(self.stranger, override, "action_step", "cancel")
