from odoo import Command
from odoo.tests import tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestObserve(WorkflowCommon):
    """A company switches control on safely: it sees first what would be refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_mode = "observe"
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)

    def _observed(self, document):
        return self.env["counterparty.decision"].search(
            [
                ("kind", "=", "observed"),
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
            ]
        )

    def test_everything_passes_and_is_recorded(self):
        stranger = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        for order, user, method, reasons in (
            (self._sale(1200.0), self.salesman, "action_confirm", "over_limit"),
            (
                self._purchase(500.0, stranger),
                self.buyer,
                "button_confirm",
                "not_approved,over_limit",
            ),
        ):
            with self.subTest(model=order._name):
                self._call(user, order, method)
                decision = self._observed(order)
                self.assertEqual(decision.reasons, reasons)
                self.assertEqual(decision.user_id, user)
                self.assertEqual(decision.company_id, self.company)
                self.assertTrue(decision.facts["after"] > decision.facts["limit"])

    def test_figures_as_they_were(self):
        self._call(self.salesman, self._sale(600.0), "action_confirm")
        order = self._sale(700.0)
        self._call(self.salesman, order, "action_confirm")
        self.profile._set_limit(9000.0, "test")
        decision = self._observed(order)
        self.assertEqual((decision.share, decision.excess), (700.0, 300.0))
        facts = decision.facts
        self.assertEqual((facts["before"], facts["after"], facts["limit"]), (600.0, 1300.0, 1000.0))
        self.assertEqual((facts["grade"], facts["state"]), ("b", "approved"))
        self.assertEqual(decision.partner_id, self.partner)
        self.assertEqual(decision.applicant_id, self.salesman)

    def test_once_per_document_and_reasons(self):
        order = self._sale(1200.0)
        self._call(self.salesman, order, "action_confirm")
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1300.0})
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1400.0})
        self.assertEqual(len(self._observed(order)), 1)
        self._call(self.officer, self.profile, "action_close", "Bankrupt.")
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1500.0})
        self.assertEqual(
            set(self._observed(order).mapped("reasons")), {"over_limit", "closed,over_limit"}
        )

    def test_what_would_pass_is_not_recorded(self):
        order = self._sale(1000.0)
        self._call(self.salesman, order, "action_confirm")
        self.assertFalse(self._observed(order))

    def test_mode_acts_at_once(self):
        for mode, state in (
            ("block", "draft"),
            ("observe", "sale"),
            ("block", "draft"),
            ("off", "sale"),
        ):
            self.company.counterparty_mode = mode
            order = self._sale(9000.0)
            with self.subTest(mode=mode):
                if state == "draft":
                    self._refused(self.salesman, order, "action_confirm")
                else:
                    self._call(self.salesman, order, "action_confirm")
                self.assertEqual(order.state, state)
                self.assertEqual(bool(self._observed(order)), mode == "observe")

    def test_where_orders_are_confirmed_already(self):
        """At installation a company that trades observes, one that does not blocks."""
        fresh, selling, buying = self.env["res.company"].create(
            [{"name": name, "counterparty_mode": "off"} for name in ("Fresh", "Selling", "Buying")]
        )
        self.env["sale.order"].create(
            {"partner_id": self.partner.id, "company_id": selling.id, "state": "sale"}
        )
        self.env["sale.order"].create({"partner_id": self.partner.id, "company_id": fresh.id})
        self.env["purchase.order"].create(
            {"partner_id": self.partner.id, "company_id": buying.id, "state": "purchase"}
        )
        (fresh | selling | buying)._counterparty_switch_on()
        self.assertEqual(fresh.counterparty_mode, "block")
        self.assertEqual(selling.counterparty_mode, "observe")
        self.assertEqual(buying.counterparty_mode, "observe")

    def test_new_company(self):
        company = self.env["res.company"].create({"name": "New Company"})
        self.assertEqual(company.counterparty_mode, "block")
        grades = self.env["counterparty.grade"].search([("company_id", "=", company.id)])
        self.assertEqual(
            {grade.code: grade.behaviour for grade in grades},
            {
                "a": "over_limit",
                "b": "over_limit",
                "c": "over_limit",
                "d": "no_rise",
                "e": "barred",
            },
        )

    def test_settings_are_in_the_trail(self):
        domain = [("kind", "=", "setting"), ("res_id", "=", self.company.id)]
        decisions = self.env["counterparty.decision"]
        before = decisions.search(domain)
        self.company.write({"counterparty_mode": "block", "counterparty_licence_grace_days": 0})
        decision = decisions.search(domain) - before
        self.assertEqual(decision.user_id, self.env.user)
        self.assertEqual(
            decision.facts,
            {"before": {"counterparty_mode": "observe"}, "after": {"counterparty_mode": "block"}},
        )
        account = self.env["account.account"].create(
            {"name": "Notes", "code": "112199", "account_type": "asset_current"}
        )
        self.company.counterparty_note_account_ids = [Command.link(account.id)]
        self.company.write({"counterparty_mode": "block", "name": "Renamed"})
        self.assertEqual(len(decisions.search(domain) - before), 2)


@tagged("post_install", "-at_install")
class TestStanding(WorkflowCommon):
    """How a party stands in the ledger decides whether it may be traded with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)

    def test_only_the_admitted(self):
        for state, text in (
            ("prospect", "admitted"),
            ("applying", "admitted"),
            ("closed", "ended"),
        ):
            partner = self._party(f"Party {state}", state=state)
            with self.subTest(state=state):
                order = self._sale(1.0, partner=partner)
                self._refused(self.salesman, order, "action_confirm", contains=text)

    def test_ending_the_cooperation(self):
        order = self._sale(100.0)
        self._call(self.salesman, order, "action_confirm")
        self._call(self.officer, self.profile, "action_close", "Bankrupt.")
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="ended")
        self._refused(self.salesman, order.order_line, "write", {"price_unit": 101.0})
        self._call(self.salesman, order.order_line, "write", {"price_unit": 99.0})
        self._call(self.salesman, order, "action_cancel")

    def test_exempt(self):
        """An exempt party is free of all but the prohibited list."""
        partner = self._party("Tax Office", state="prospect", limit=0.0, grade=False)
        profile = self._profile(partner).sudo(False)
        self._refused(self.salesman, self._sale(50.0, partner=partner), "action_confirm")
        self._call(self.officer, profile, "action_exempt", "A tax office.")
        self._call(self.salesman, self._sale(50.0, partner=partner), "action_confirm")
        entry = self.env["counterparty.prohibition"].create({"name": "Tax Office"})
        order = self._sale(50.0, partner=partner)
        self._refused(self.salesman, order, "action_confirm", contains="prohibited")
        entry.active = False
        self._call(self.officer, profile, "action_end_exemption", "Privatised.")
        self._refused(self.salesman, order, "action_confirm", contains="admitted")

    def test_prohibited_at_once(self):
        order = self._sale(100.0)
        self._call(
            self.officer,
            self.env["counterparty.prohibition"],
            "create",
            [{"name": "PARTY", "document_number": "No. 7"}],
        )
        self._refused(self.salesman, order, "action_confirm", contains="No. 7")

    def test_grade_policy_of_the_leadership(self):
        """What a grade allows is a setting of the company, by the leadership."""
        grade = self.env["counterparty.grade"].search(
            [("company_id", "=", self.company.id), ("code", "=", "b")]
        )
        self._call(self.leader, grade, "write", {"behaviour": "barred"})
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="grade is B")
        self._call(self.leader, grade, "write", {"behaviour": "no_rise"})
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="may raise")
        self._call(self.leader, grade, "write", {"behaviour": "over_limit"})
        self._call(self.salesman, self._sale(1.0), "action_confirm")

    def test_temporary_limit(self):
        """A temporary limit replaces the permanent one between its dates."""
        today = self.profile.limit_ids.date_from
        self.env["counterparty.limit"].create(
            {
                "profile_id": self.profile.id,
                "kind": "temporary",
                "amount": 3000.0,
                "date_from": today,
                "date_to": today,
            }
        )
        self.assertEqual(
            (self.profile.credit_limit, self.profile.effective_limit), (1000.0, 3000.0)
        )
        self._call(self.salesman, self._sale(3000.0), "action_confirm")
        self._refused(self.salesman, self._sale(1.0), "action_confirm")
