from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_limits import LimitCase


class GroupCase(LimitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls._party("Sister")
        cls.sister_profile = cls.sister._counterparty_profile(cls.company).sudo(False)


@tagged("post_install", "-at_install")
class TestGroupGate(GroupCase):
    """The limit of a group is tested beside the own one of each member."""

    def test_the_smaller_room_decides(self):
        self._group(self.partner, self.sister, limit=1500.0)
        self._call(self.salesman, self._sale(900.0, partner=self.sister), "action_confirm")
        self._call(self.salesman, self._sale(600.0), "action_confirm")  # equal passes
        message = self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="Group")
        for figure in ("1,500.00", "1,501.00", "shared limit by $\xa01.00"):
            self.assertIn(figure, message)
        self.assertNotIn("exceed its credit limit", message)

    def test_the_own_limit_still_holds(self):
        self._group(self.partner, self.sister, limit=9000.0)
        message = self._refused(self.salesman, self._sale(1001.0), "action_confirm")
        self.assertIn("exceed its credit limit by $\xa01.00", message)
        self.assertNotIn("would exceed its shared limit", message)
        self.assertIn("9,000.00", message, "the room of the group is told as well")

    def test_both_are_named(self):
        self._group(self.partner, self.sister, limit=1500.0)
        self._call(self.salesman, self._sale(1000.0, partner=self.sister), "action_confirm")
        order = self._sale(1200.0)
        message = self._refused(self.salesman, order, "action_confirm")
        self.assertIn("credit limit by $\xa0200.00", message)
        self.assertIn("shared limit by $\xa0700.00", message)
        self.assertIn("limit request", message)
        decision = self._refusal_of(order)
        self.assertEqual(decision.reasons, "over_limit,over_group_limit")
        self.assertEqual(decision.excess, 700.0)
        self.assertEqual(
            {name: decision.facts[name] for name in decision.facts if name.startswith("group")},
            {
                "group": "Group",
                "group_limit": 1500.0,
                "group_before": 1000.0,
                "group_after": 2200.0,
            },
        )
        self.assertIn("over the limit of the group", decision.event)

    def _refusal_of(self, order):
        """The decision that would be recorded after the roll-back."""
        cases = self.env["counterparty.trial"].sudo()._now(order)
        recorder = self.env["counterparty.recorder"].sudo()
        return self.env["counterparty.decision"]._record(
            recorder._decision_values(cases, "refused")
        )

    def test_batch_of_two_members(self):
        self._group(self.partner, self.sister, limit=1500.0)
        orders = self._sale(800.0) | self._sale(800.0, partner=self.sister)
        message = self._refused(self.salesman, orders, "action_confirm", contains="100.00")
        self.assertIn("1,600.00", message)
        self._call(
            self.salesman, orders[0] | self._sale(700.0, partner=self.sister), "action_confirm"
        )

    def test_purchases_count_too(self):
        self._group(self.partner, self.sister, limit=1500.0)
        self._call(self.buyer, self._purchase(900.0, partner=self.sister), "button_confirm")
        self._refused(self.salesman, self._sale(700.0), "action_confirm", contains="Group")

    def test_what_the_ledger_holds_counts(self):
        self._invoice(900.0, partner=self.sister)
        self._group(self.partner, self.sister, limit=1000.0)
        self._refused(self.salesman, self._sale(101.0), "action_confirm", contains="1.00")
        self._call(self.salesman, self._sale(100.0), "action_confirm")

    def test_over_the_limit_lowering_and_moving_pass(self):
        """Over its limit, a group passes what adds nothing to it, even between its members."""
        order = self._sale(900.0)
        self._call(self.salesman, order, "action_confirm")
        group = self._group(self.partner, self.sister, limit=500.0)
        self._call(self.salesman, order.order_line, "write", {"price_unit": 800.0})
        self._refused(self.salesman, order.order_line, "write", {"price_unit": 801.0})
        self._call(self.salesman, order, "write", {"partner_invoice_id": self.sister.id})
        self.assertEqual(group.projected_amount, 800.0)
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="Group")

    def test_what_one_member_gives_up_makes_no_room_twice(self):
        """A swap in one operation may not raise the group."""
        order = self._sale(400.0)
        self._call(self.salesman, order, "action_confirm")
        self._group(self.partner, self.sister, limit=400.0)
        line = {"partner_invoice_id": self.sister.id}
        lines = [Command.update(order.order_line.id, {"price_unit": 401.0})]
        self._refused(self.salesman, order, "write", {**line, "order_line": lines})
        self._call(self.salesman, order, "write", line)

    def test_others_are_not_concerned(self):
        self._group(self.sister, limit=0.0)
        self._call(self.salesman, self._sale(1000.0), "action_confirm")
        self._refused(self.salesman, self._sale(1.0, partner=self.sister), "action_confirm")

    def test_a_group_without_a_limit_has_no_bounds(self):
        group = self._group(self.partner, self.sister)
        self._call(self.salesman, self._sale(1000.0), "action_confirm")
        self._call(self.salesman, self._sale(1000.0, partner=self.sister), "action_confirm")
        self.assertFalse(group.is_limited or group.is_over_limit)

    def test_exempt_member(self):
        """What an exempt party occupies counts for the group, and is not stopped itself."""
        self._group(self.partner, self.sister, limit=1000.0)
        self._call(self.officer, self.sister_profile, "action_exempt", "Authority.")
        self._call(self.salesman, self._sale(5000.0, partner=self.sister), "action_confirm")
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="Group")

    def test_strip(self):
        """The preview refuses what the gate refuses, and shows the smaller room."""
        self._group(self.partner, self.sister, limit=1500.0)
        self._call(self.salesman, self._sale(900.0, partner=self.sister), "action_confirm")
        order = self._sale(601.0)
        summary = order.counterparty_summary
        self.assertEqual(summary["available"], 600.0)
        self.assertEqual(
            summary["group"],
            {"name": "Group", "limit": 1500.0, "occupied": 900.0, "available": 600.0},
        )
        self.assertEqual(len(summary["reasons"]), 1)
        self.assertIn("shared limit", summary["reasons"][0])
        self.assertFalse(self._sale(600.0).counterparty_summary["reasons"])

    def test_strip_of_strangers(self):
        """Who may not see the party sees no figure of its group either."""
        self._group(self.partner, self.sister, limit=100.0)
        order = self._sale(601.0, user=self.stranger)
        summary = order.with_user(self.stranger).counterparty_summary
        self.assertTrue(summary["is_private"])
        self.assertNotIn("group", summary)
        self.assertIn("over the limit of the group", summary["reasons"])

    def test_temporary_limit_of_a_group(self):
        group = self._group(self.partner, self.sister, limit=1000.0)
        self._call(self.salesman, self._sale(900.0, partner=self.sister), "action_confirm")
        self._to_approved(self._request(group))
        self.assertEqual((group.effective_limit, group.credit_limit), (1300.0, 1000.0))
        self._refused(self.salesman, self._sale(401.0), "action_confirm", contains="1,300.00")
        self._call(self.salesman, self._sale(400.0), "action_confirm")

    def test_permanent_limit_of_a_group(self):
        group = self._group(self.partner, self.sister)
        request = self._request(group, kind="permanent", proposed_limit=300.0)
        self._to_approved(request)
        self.assertEqual((group.credit_limit, group.available_amount), (300.0, 300.0))
        self.assertIn("group", request.decision_ids[0].facts)
        self._refused(self.salesman, self._sale(301.0), "action_confirm", contains="300.00")


@tagged("post_install", "-at_install")
class TestGroupFigures(GroupCase):
    """The ledger shows the smaller room, the group what its members occupy together."""

    def test_available(self):
        self._group(self.partner, self.sister, limit=1500.0)
        self._invoice(900.0, partner=self.sister)
        self.env.invalidate_all()
        self.assertEqual(self.profile.available_amount, 600.0)
        self.assertEqual(self.profile.group_available_amount, 600.0)
        self.assertEqual(self.sister_profile.available_amount, 100.0)
        self.assertTrue(self.profile.is_group_limited)

    def test_group(self):
        group = self._group(self.partner, self.sister, limit=1500.0)
        self._invoice(900.0, partner=self.sister)
        self._call(self.salesman, self._sale(600.0), "action_confirm")
        group._set_limit(1400.0, "test")
        self.env.invalidate_all()
        self.assertEqual((group.member_count, group.exposure_amount), (2, 900.0))
        self.assertEqual((group.projected_amount, group.available_amount), (1500.0, -100.0))
        self.assertAlmostEqual(group.exposure_rate, 900 / 1400)
        self.assertFalse(group.is_over_limit)

    def test_queries_do_not_grow(self):
        """The rooms of many groups cost as much as that of one."""

        def count(profiles):
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            profiles.read(["available_amount", "group_available_amount"])
            return self.env.cr.sql_log_count - before

        few = self._profile(self.partner)
        self._group(self.partner, limit=10.0)
        count(few)
        first = count(few)
        many = few
        for number in range(8):
            party = self._party(f"Party {number}")
            self._group(party, limit=10.0, name=f"Group {number}")
            many |= self._profile(party)
        self.assertEqual(count(many), first)


@tagged("post_install", "-at_install")
class TestGroupMembership(GroupCase):
    """Joining takes room away, leaving gives room: who may do what."""

    def test_join(self):
        group = self._group()
        before = self._version()
        asked = self._call(self.officer, self.profile, "action_join_group")
        self.assertEqual(asked["res_model"], "counterparty.membership")
        asked = self._call(self.officer, group, "action_add_member")
        self.assertEqual(asked["context"], {"default_group_id": group.id})
        self._move(self.officer, self.profile, group)
        self.assertEqual(self.profile.group_id, group)
        self.assertGreater(self._version(), before)
        decision = self.profile.decision_ids[0]
        self.assertEqual((decision.step, decision.comment), ("join_group", "Same owner."))

    def test_who_may_join(self):
        group = self._group()
        for user in (self.leader,):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._move(user, self.profile, group)
        model = self.env["counterparty.membership"]
        for user in (self.salesman, self.accountant, self.auditor):
            values = {"profile_id": self.profile.id, "group_id": group.id, "comment": "x"}
            self._barred(user, model, "create", [values])
        self.profile.responsible_id = self.everything
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._move(self.everything, self.profile, group)
        self.assertFalse(self.profile.group_id)

    def test_leaving_is_the_leaderships(self):
        group, other = (
            self._group(self.partner, self.sister, limit=100.0),
            self._group(name="Other"),
        )
        for target in (other, None):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._move(self.officer, self.profile, target)
        self._barred(self.officer, self.profile, "action_change_group")
        self._barred(self.officer, self.profile, "action_join_group")
        before, sister = self._version(), self._version(self.sister)
        self._call(self.leader, self.profile, "action_change_group")
        self._move(self.leader, self.profile, other, "Sold.")
        self.assertEqual(self.profile.group_id, other)
        self.assertGreater(self._version(), before)
        self.assertGreater(self._version(self.sister), sister, "who stays meets it as well")
        self._move(self.leader, self.profile, None, "Sold again.")
        self.assertFalse(self.profile.group_id)
        self.assertEqual(group.member_ids, self.sister_profile)

    def test_the_step_needs_its_dialogue(self):
        """A step by name changes no group and leaves no decision."""
        decisions = self.profile.decision_ids
        self._call(self.officer, self.profile, "action_step", "join_group", "x")
        wizard = self.env["counterparty.step"].browse(
            self._call(
                self.officer,
                self.env["counterparty.step"],
                "create",
                [
                    {
                        "res_model": self.profile._name,
                        "res_ids": str(self.profile.id),
                        "step": "join_group",
                        "comment": "x",
                    }
                ],
            )
        )
        self._call(self.officer, wizard, "action_confirm")
        self.assertEqual(self.profile.decision_ids, decisions)
        self.assertFalse(self.profile.group_id)

    def test_without_a_reason(self):
        group = self._group()
        for comment in ("", "  "):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._move(self.officer, self.profile, group, comment)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        group = self.env["counterparty.group"].create({"name": "There", "company_id": company.id})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._move(self.officer, self.profile, group)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.profile.sudo().group_id = group
        self.assertFalse(self._sees(self.officer, group))

    def _sees(self, user, record):
        return bool(self._call(user, record.browse(), "search", [("id", "=", record.id)]))

    def test_dissolve(self):
        group = self._group(self.partner, self.sister, limit=100.0)
        for user in (self.salesman, self.officer, self.accountant):
            self._barred(user, group, "action_dissolve", "x")
        before = self._version(self.sister)
        self._call(self.leader, group, "action_dissolve", "Sold.")
        self.assertEqual((group.state, group.member_count), ("dissolved", 0))
        self.assertGreater(self._version(self.sister), before)
        self.assertEqual(group.decision_ids.comment, "Sold.")
        self._call(self.salesman, self._sale(1000.0), "action_confirm")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._move(self.officer, self.profile, group)
        self._barred(self.officer, group, "write", {"name": "x"})

    def test_attacks(self):
        group = self._group(self.partner, limit=100.0)
        users = (self.salesman, self.officer, self.leader, self.accountant, self.everything)
        values = {
            "state": "dissolved",
            "company_id": self.company.id,
            "credit_limit": 9e9,
            "wind_down_start_amount": 1.0,
            "wind_down_start_date": "2020-01-01",
            "wind_down_deadline": "2999-01-01",
            "member_ids": [Command.clear()],
            "limit_ids": [Command.create({"amount": 9e9})],
        }
        self.assertEqual(set(values), group._workflow_fields)
        for user in users:
            for name, value in values.items():
                with self.subTest(user=user.login, field=name):
                    self._barred(user, group, "write", {name: value})
                    self._barred(user, group.browse(), "create", [{"name": "x", name: value}])
            self._barred(user, group, "unlink")
            for value in (False, self._group(name=f"Other {user.login}").id):
                self._barred(user, self.profile, "write", {"group_id": value})
                self._barred(user, self.profile, "web_save", {"group_id": value}, {})
            for method, arguments in (
                ("_move_to_group", [group.browse(), "x"]),
                ("_raise_lock", []),
                ("_group_rooms", []),
            ):
                self._barred(user, self.profile, method, *arguments)
        context = {f"default_{name}": value for name, value in values.items()}
        created = self._call(
            self.officer, group.browse(), "create", [{"name": "New"}], context=context
        )
        fresh = group.browse(created)
        self.assertEqual((fresh.state, fresh.credit_limit), ("active", 0.0))
        self.assertFalse(fresh.member_ids or fresh.limit_ids)
        self._call(self.officer, group, "write", {"name": "Renamed", "note": "Same owner."})
        self._barred(self.officer, group, "copy", {"state": "dissolved"})

    def test_a_group_with_members_stays(self):
        group = self._group(self.partner)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            group.sudo().unlink()

    def test_who_sees_a_group(self):
        """The business department sees the groups of its parties, not the parties of others."""
        foreign = self._party(
            "Foreign", responsible_id=self.buyer.id, department_id=self.other_department.id
        )
        group = self._group(self.partner, foreign, limit=2000.0)
        self._invoice(50.0, partner=foreign)
        hidden = self._group(
            foreign
            and self._party(
                "Else", responsible_id=self.buyer.id, department_id=self.other_department.id
            ),
            name="Hidden",
        )
        self.assertTrue(self._sees(self.salesman, group))
        self.assertFalse(self._sees(self.salesman, hidden))
        for user in (self.officer, self.leader, self.accountant, self.auditor):
            self.assertTrue(self._sees(user, hidden))
        self.env.invalidate_all()
        seen = self._call(self.salesman, group, "read", ["member_ids", "exposure_amount"])[0]
        self.assertEqual(seen["member_ids"], self.profile.ids)
        self.assertEqual(seen["exposure_amount"], 50.0)
        self.assertTrue(self._sees(self.salesman, group.limit_ids))
        self._request(group)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._request(hidden)
