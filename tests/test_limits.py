from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command, models
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import GROUP
from .workflow_common import WorkflowCommon


class LimitCase(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)
        cls.today = cls.company._counterparty_today()
        groups = ",".join(GROUP + name for name in ("business", "office", "leadership", "finance"))
        cls.everything = new_test_user(cls.env, "cp_all", f"base.group_user,{groups}")

    def _day(self, offset):
        return self.today + timedelta(days=offset)

    def _effective(self):
        self.env.invalidate_all()
        return self.profile.effective_limit

    def _version(self, partner=None):
        lock = self.env["counterparty.lock"]
        lock.invalidate_model()
        return lock.search([("partner_id", "=", (partner or self.partner).id)]).version


@tagged("post_install", "-at_install")
class TestLimitRequests(LimitCase):
    """A limit changes between two ratings by a request that four people see."""

    def test_temporary(self):
        request = self._request()
        self.assertRegex(request.name, r"^ED-\d{4}-\d{4}$")
        self.assertEqual(
            (request.company_id, request.department_id), (self.company, self.department)
        )
        before = self._version()
        self._to_submitted(request)
        self.assertEqual(request.application_date, self.today)
        self.assertIn(self.officer, request.activity_ids.user_id)
        self._call(self.officer, request, "action_review")
        self.assertIn(self.leader, request.activity_ids.user_id)
        self.assertEqual(self._effective(), 1000.0)
        self._call(self.leader, request, "action_approve", "For the season.")
        self.assertEqual((self._effective(), self.profile.credit_limit), (1300.0, 1000.0))
        self.assertEqual(self.profile.temporary_until, self._day(29))
        self.assertGreater(self._version(), before)
        limit = request.limit_id
        self.assertEqual((limit.approved_by_id, limit.origin), (self.leader, request.name))
        decision = request.decision_ids[0]
        self.assertEqual(decision.partner_id, self.partner)
        self.assertEqual(
            (decision.facts["previous_limit"], decision.facts["requested_limit"]), (1000.0, 1300.0)
        )
        self.assertIn(self.salesman.partner_id, request.message_ids.partner_ids)
        self.assertIn(request.name, self.profile.message_ids[0].body)
        self._call(self.salesman, self._sale(1300.0), "action_confirm")

    def test_permanent(self):
        request = self._request(kind="permanent", proposed_limit=1800.0)
        self._to_approved(request)
        self.assertEqual((self._effective(), self.profile.credit_limit), (1800.0, 1800.0))
        self.assertFalse(self.profile.temporary_until)
        self.assertEqual(request.previous_limit, 1000.0)
        self.assertEqual(self.partner.with_company(self.company).credit_limit, 1800.0)
        self.assertFalse(request.limit_id.date_to)

    def test_temporary_cut(self):
        """A temporary limit replaces the permanent one, also downwards."""
        self._to_approved(self._request(proposed_limit=400.0, repayment_plan=False))
        self.assertEqual(self._effective(), 400.0)
        self._refused(self.salesman, self._sale(401.0), "action_confirm", contains="400.00")

    def test_boundaries(self):
        """It holds on both of its days, not before and not after."""
        start, end = self._day(2), self._day(4)
        self._to_approved(self._request(date_from=str(start), date_to=str(end)))
        company = self.env.registry["res.company"]
        for offset, expected in ((0, 1000), (1, 1000), (2, 1300), (4, 1300), (5, 1000)):
            day = self._day(offset)
            self.patch(company, "_counterparty_today", lambda _company, day=day: day)
            with self.subTest(offset=offset):
                self.assertEqual(self._effective(), expected)
                self.assertEqual(bool(self.profile.temporary_until), expected == 1300)
                order = self._sale(1200.0)
                if expected == 1000:
                    self._refused(self.salesman, order, "action_confirm", contains="1,000.00")
                else:
                    self._call(self.salesman, order, "action_confirm")
                    order._action_cancel()
                    self.env.cr.flush()

    def test_a_past_first_day_begins_today(self):
        request = self._request(date_from=str(self._day(-5)), date_to=str(self._day(5)))
        self._to_approved(request)
        self.assertEqual(request.limit_id.date_from, self.today)

    def test_objections(self):
        """All that speaks against a request is told at once, when it is submitted."""
        cases = (
            ({"proposed_limit": 1300.01}, ["1,300.00"]),
            ({"date_to": str(self._day(90))}, ["90 days"]),
            ({"date_to": False}, ["first and the last day"]),
            ({"date_to": str(self._day(-1)), "date_from": str(self._day(-3))}, ["not over"]),
            ({"proposed_limit": 1000.0}, ["differs"]),
            ({"repayment_plan": " "}, ["repayment"]),
            ({"reason": False}, ["the reason"]),
            ({"proposed_limit": 9e9, "reason": ""}, ["1,300.00", "the reason"]),
        )
        for values, texts in cases:
            with self.subTest(values=values):
                request = self._request(**values)
                for text in texts:
                    self._barred(self.salesman, request, "action_submit", contains=text)
                request.sudo().unlink()
        self._to_submitted(self._request(proposed_limit=1300.0, date_to=str(self._day(89))))

    def test_rules_are_those_of_the_company(self):
        self.company.counterparty_temporary_percent = 10
        self.company.counterparty_temporary_days = 5
        setting = self.env["counterparty.decision"].search([("kind", "=", "setting")], limit=1)
        self.assertIn("counterparty_temporary_days", setting.facts["after"])
        request = self._request(proposed_limit=1101.0)
        message = self._barred(self.salesman, request, "action_submit", contains="1,100.00")
        self.assertIn("5 days", message)
        self._call(self.salesman, request, "write", {"proposed_limit": 1100.0})
        self._call(self.salesman, request, "write", {"date_to": str(self._day(4))})
        self._to_submitted(request)

    def test_one_at_a_time(self):
        self._to_approved(self._request())
        request = self._request(date_from=str(self._day(29)), date_to=str(self._day(40)))
        self._barred(self.salesman, request, "action_submit", contains="no other temporary")
        self._call(self.salesman, request, "write", {"date_from": str(self._day(30))})
        self._to_approved(request)
        self.assertEqual(len(self.profile.limit_ids), 3)

    def test_one_open_request(self):
        self._request()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._request(user=self.colleague)

    def test_grades_that_allow_no_rise(self):
        for grade in ("d", "e"):
            self.profile.sudo().grade = grade
            request = self._request()
            with self.subTest(grade=grade):
                self._barred(self.salesman, request, "action_submit", contains="no rise")
                permanent = {"kind": "permanent", "proposed_limit": 1001.0}
                self._call(self.salesman, request, "write", permanent)
                self._barred(self.salesman, request, "action_submit", contains="no rise")
                self._call(self.salesman, request, "write", {"proposed_limit": 900.0})
                self._to_submitted(request)
                self._call(self.salesman, request, "action_cancel")

    def test_what_changed_meanwhile_is_checked_again(self):
        """Neither the review nor the approval lets pass what was allowed at submission only."""
        request = self._to_reviewed(self._request())
        self.profile.sudo()._set_limit(900.0, "test")
        self._barred(self.leader, request, "action_approve", contains="1,170.00")
        self.profile.sudo()._set_limit(1000.0, "test")
        self.profile.sudo().grade = "d"
        self._barred(self.leader, request, "action_approve", contains="no rise")
        self.profile.sudo().write({"grade": "b", "state": "closed"})
        self._barred(self.leader, request, "action_approve", contains="admitted")

    def test_of_a_party_that_is_not_admitted(self):
        self.profile.sudo().state = "prospect"
        self._barred(self.salesman, self._request(), "action_submit", contains="admitted")

    def test_on_behalf(self):
        """Office and finance may apply; nobody decides on what they applied for."""
        request = self._request(user=self.accountant)
        self.assertEqual(request.applicant_id, self.accountant)
        self._to_submitted(request, self.accountant)
        self._call(self.officer, request, "action_review")
        self._call(self.leader, request, "action_approve")
        request = self._request(
            user=self.officer, kind="permanent", proposed_limit=500.0, repayment_plan=False
        )
        self._to_submitted(request, self.officer)
        self._barred(self.officer, request, "action_review", contains="applied for themselves")

    def test_nobody_approves_their_own(self):
        request = self._to_submitted(self._request(user=self.everything), self.everything)
        own = "applied for themselves"
        self._barred(self.everything, request, "action_review", contains=own)
        self._call(self.officer, request, "action_review")
        self._barred(self.everything, request, "action_approve", contains=own)
        with self.assertRaises(UserError):
            request.with_user(self.everything).sudo().action_approve()
        self._call(self.leader, request, "action_approve")

    def test_who_may_take_which_step(self):
        request = self._request()
        for user in (self.colleague, self.officer, self.leader, self.accountant, self.auditor):
            self._barred(user, request, "action_submit")
        self._to_submitted(request)
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            self._barred(user, request, "action_review")
        self._call(self.officer, request, "action_review")
        for user in (self.salesman, self.officer, self.accountant, self.auditor):
            self._barred(user, request, "action_approve")
        for user in (self.stranger, self.buyer):
            with self.assertRaises(AccessError):
                self._call(user, request, "action_step", "approve")
        self._call(self.leader, request, "action_reject", "Not now.")
        self.assertEqual((request.state, self._effective()), ("rejected", 1000.0))

    def test_left_lying(self):
        """The office drops what blocks others, with a reason."""
        request = self._request()
        self._barred(self.colleague, request, "action_drop", "x")
        self._call(self.officer, request, "action_drop", "He has left.")
        self.assertEqual(request.state, "cancelled")
        self._request(user=self.colleague)

    def test_figures_are_live(self):
        self._invoice(250.0)
        request = self._request()
        figures = ["exposure_amount", "available_amount", "credit_limit", "grade", "overdue_amount"]
        seen = self._call(self.salesman, request, "read", figures)[0]
        self.assertEqual((seen["exposure_amount"], seen["available_amount"]), (250.0, 750.0))
        self.assertEqual((seen["credit_limit"], seen["grade"]), (1000.0, "b"))
        self.profile.sudo().write(
            {"department_id": self.other_department.id, "responsible_id": self.buyer.id}
        )
        self.env.invalidate_all()
        seen = self._call(self.salesman, request, "read", figures)[0]
        self.assertFalse(any(seen[name] for name in figures), "a party of others by now")
        seen = self._call(self.salesman, request, "read", ["display_name", "subject"])[0]
        self.assertEqual(seen["subject"], "Party")
        self.assertIn("Party", seen["display_name"])

    def test_buttons(self):
        for user in (self.salesman, self.officer, self.accountant):
            action = self._call(user, self.profile, "action_request_limit")
            self.assertEqual(action["context"], {"default_profile_id": self.profile.id})
        context = {"counterparty_related": "limit_request"}
        action = self._call(self.salesman, self.profile, "action_open_related", context=context)
        self.assertEqual(action["res_model"], "counterparty.limit.request")
        summary = self._sale(10.0).counterparty_summary
        self.assertTrue(summary["may_request"])


@tagged("post_install", "-at_install")
class TestLimitEnd(LimitCase):
    """A temporary limit ends by itself, early with a reason, or with a stricter decision."""

    def test_rise(self):
        request = self._to_approved(self._request())
        for user in (self.salesman, self.accountant, self.auditor):
            self._barred(user, request, "action_end", "x")
        before = self._version()
        asked = self._call(self.officer, request, "action_end")
        self.assertEqual(asked["res_model"], "counterparty.step")
        self._call(self.officer, request, "action_end", "The order fell through.")
        self.assertEqual(self._effective(), 1000.0)
        self.assertFalse(self.profile.temporary_until)
        self.assertGreater(self._version(), before)
        decision = request.decision_ids[0]
        self.assertEqual((decision.step, decision.user_id), ("end_rise", self.officer))
        self.assertEqual(request.ended_on, self.today)
        self._barred(self.officer, request, "action_end", "x")
        self._refused(self.salesman, self._sale(1100.0), "action_confirm")

    def test_cut(self):
        """To end a cut gives room: that is the leadership's, and never the applicant's."""
        request = self._request(proposed_limit=400.0, user=self.everything)
        self._to_submitted(request, self.everything)
        self._call(self.officer, request, "action_review")
        self._call(self.leader, request, "action_approve")
        self._barred(self.officer, request, "action_end", "x", contains="Leadership")
        self._barred(self.officer, request, "action_step", "end_rise", "x")
        self._barred(self.everything, request, "action_end", "x", contains="themselves")
        self.assertEqual(self._effective(), 400.0)
        self._call(self.leader, request, "action_end", "It pays again.")
        self.assertEqual(self._effective(), 1000.0)

    def test_before_it_begins(self):
        request = self._request(date_from=str(self._day(10)), date_to=str(self._day(20)))
        self._to_approved(request)
        self._call(self.officer, request, "action_end", "Not needed.")
        self.assertEqual(request.limit_id._policy_limit().last_day, self._day(-1))
        self._to_approved(self._request(date_from=str(self._day(10)), date_to=str(self._day(20))))

    def test_when_it_is_over(self):
        request = self._to_approved(self._request())
        request.limit_id.sudo().write({"date_from": self._day(-9), "date_to": self._day(-1)})
        self.assertEqual(self._effective(), 1000.0)
        self._barred(self.officer, request, "action_end", "x")

    def test_permanent_does_not_end(self):
        request = self._to_approved(self._request(kind="permanent"))
        self._barred(self.leader, request, "action_end", "x")

    def test_stricter_permanent_limit(self):
        """A rating that lowers the limit does not leave a temporary rise above it."""
        request = self._to_approved(self._request())
        self._to_approved(self._rating(proposed_grade="b", proposed_limit=800.0))
        self.assertEqual(self._effective(), 800.0)
        self.assertEqual(request.ended_on, self.today)

    def test_grade_without_rise(self):
        self._to_approved(self._request())
        self._to_approved(self._rating(proposed_grade="d", proposed_limit=1000.0))
        self.assertEqual(self._effective(), 1000.0)

    def test_higher_permanent_limit(self):
        rise = self._to_approved(self._request())
        self._to_approved(self._rating(proposed_limit=1200.0))
        self.assertEqual(self._effective(), 1300.0)
        self._to_approved(self._rating(proposed_limit=2000.0))
        self.assertEqual(self._effective(), 2000.0)
        self.assertTrue(rise.ended_on)
        cut = self._to_approved(self._request(proposed_limit=500.0))
        self._to_approved(self._rating(proposed_limit=3000.0))
        self.assertEqual(self._effective(), 500.0)
        self.assertFalse(cut.ended_on)
        self._to_approved(self._rating(proposed_limit=400.0))
        self.assertEqual(self._effective(), 400.0)
        self.assertTrue(cut.ended_on)


@tagged("post_install", "-at_install")
class TestLimitAttacks(LimitCase):
    """No client sets a limit, or what leads to one, past the steps."""

    def _forged(self):
        limit = self.profile.limit_ids[0]
        return {
            "state": "approved",
            "name": "ED-FORGED",
            "applicant_id": self.leader.id,
            "company_id": self.company.id,
            "partner_id": self.partner.id,
            "department_id": self.other_department.id,
            "application_date": "2020-01-01",
            "previous_limit": 9e9,
            "limit_id": limit.id,
            "reviewer_id": self.officer.id,
            "reviewer_for_id": self.officer.id,
            "approver_for_id": self.leader.id,
            "review_date": "2020-01-01",
            "approver_id": self.leader.id,
            "approval_date": "2020-01-01",
            "approval_opinion": "forged",
        }

    def test_every_workflow_field_is_tried(self):
        model = self.env["counterparty.limit.request"]
        self.assertEqual(set(self._forged()), model._workflow_fields)
        kept = {
            name
            for name, field in model._fields.items()
            if field.store
            and field.readonly
            and name not in models.MAGIC_COLUMNS
            and field.type != "one2many"
            and field._module == "counterparty_control"
        }
        self.assertLessEqual(kept, model._workflow_fields)

    def test_request(self):
        request = self._request()
        fresh = {"profile_id": self._profile(self._party("Fresh")).id, "proposed_limit": 5.0}
        users = (self.salesman, self.officer, self.accountant, self.everything)
        for name, value in self._forged().items():
            for user in users:
                with self.subTest(field=name, user=user.login):
                    self._barred(user, request, "write", {name: value})
                    self._barred(user, request, "web_save", {name: value}, {})
                    self._barred(user, request.browse(), "create", [{**fresh, name: value}])
            self._barred(self.salesman, request, "copy", {name: value})
        names = ["profile_id/.id", "proposed_limit", "state"]
        row = [str(fresh["profile_id"]), "5", "approved"]
        result = self._call(self.salesman, request.browse(), "load", names, [row])
        self.assertFalse(result["ids"])

    def test_default_keys(self):
        context = {f"default_{name}": value for name, value in self._forged().items()}
        fresh = {"profile_id": self._profile(self._party("Fresh")).id, "proposed_limit": 5.0}
        model = self.env["counterparty.limit.request"]
        created = self._call(self.salesman, model, "create", [fresh], context=context)
        request = model.browse(created)
        self.assertEqual((request.state, request.applicant_id), ("draft", self.salesman))
        self.assertNotIn("FORGED", request.name)
        self.assertFalse(request.approver_id or request.limit_id or request.previous_limit)

    def test_copy(self):
        request = self._to_approved(self._request())
        copied = request.browse(self._call(self.colleague, request, "copy"))
        self.assertEqual((copied.state, copied.applicant_id), ("draft", self.colleague))
        self.assertFalse(copied.limit_id or copied.approver_id or copied.previous_limit)
        self.assertNotEqual(copied.name, request.name)

    def test_frozen(self):
        request = self._to_submitted(self._request())
        content = {
            "proposed_limit": 9e9,
            "kind": "permanent",
            "date_to": "2999-01-01",
            "reason": "x",
            "repayment_plan": "x",
            "profile_id": self._profile(self._party("Other")).id,
            "wind_down_deadline": "2999-01-01",
        }
        for step, user, arguments in (
            (None, None, ()),
            ("action_review", self.officer, ()),
            ("action_approve", self.leader, ()),
        ):
            if step:
                self._call(user, request, step, *arguments)
            for name, value in content.items():
                for writer in (self.salesman, self.officer, self.accountant, self.everything):
                    with self.subTest(state=request.state, field=name, user=writer.login):
                        self._barred(writer, request, "write", {name: value})
            self._barred(self.salesman, request, "unlink")
        self._barred(self.salesman, request, "write", {"decision_ids": [Command.clear()]})

    def test_review_is_the_offices(self):
        request = self._request()
        opinion = {"review_opinion": "Fine."}
        for user in (self.salesman, self.officer):
            self._barred(user, request, "write", opinion)
        self._to_submitted(request)
        for user in (self.salesman, self.accountant, self.leader):
            self._barred(user, request, "write", opinion)
        self._call(self.officer, request, "write", opinion)

    def test_returned_keeps_its_party(self):
        request = self._to_submitted(self._request())
        self._call(self.officer, request, "action_send_back", "Explain.")
        other = self._profile(self._party("Other"))
        self._barred(self.salesman, request, "write", {"profile_id": other.id})
        self._barred(self.officer, request, "write", {"proposed_limit": 5.0})
        self._call(self.salesman, request, "write", {"reason": "Explained."})
        self._to_submitted(request)

    def test_parties_of_others(self):
        foreign = self._profile(
            self._party(
                "Foreign",
                responsible_id=self.buyer.id,
                department_id=self.other_department.id,
            )
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._request(foreign)
        request = self._request()
        for user in (self.salesman, self.officer):
            self._barred(user, request, "write", {"profile_id": foreign.id})
        for user in (self.stranger, self.buyer):
            found = self._call(user, request.browse(), "search", [("id", "=", request.id)])
            self.assertFalse(found)

    def test_both_or_neither(self):
        group = self._group(self.partner)
        model = self.env["counterparty.limit.request"]
        for values in ({}, {"profile_id": self.profile.id, "group_id": group.id}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._call(self.officer, model, "create", [{**values, "proposed_limit": 1.0}])

    def test_rows(self):
        """Nobody writes a limit itself, or ends one, from outside."""
        limit = self._to_approved(self._request()).limit_id
        for user in (self.salesman, self.officer, self.leader, self.accountant, self.everything):
            for values in ({"amount": 9e9}, {"date_to": "2999-01-01"}, {"ended_on": False}):
                self._barred(user, limit, "write", values)
            self._barred(user, limit, "unlink")
            values = {"profile_id": self.profile.id, "amount": 9e9}
            self._barred(user, limit.browse(), "create", [values])
            command = Command.create({"amount": 9e9})
            self._barred(user, self.profile, "write", {"limit_ids": [command]})

    def test_private_methods(self):
        request = self._request()
        for record, method, arguments in (
            (request, "_grant", []),
            (request, "_take_step", []),
            (self.profile, "_set_limit", [9e9, "x"]),
            (self.profile, "_set_temporary_limit", [9e9, "x", None, None]),
            (self.profile, "_add_limit", ["permanent", 9e9, "x"]),
            (self.profile, "_cron_wind_down", []),
            (self.profile.limit_ids, "_end", []),
        ):
            message = self._barred(self.everything, record, method, *arguments)
            self.assertIn("Private methods", message)
