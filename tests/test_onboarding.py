from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon


class OnboardingCommon(WorkflowCommon):
    """A company that observes, and trades with parties that are not in its ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_mode = "observe"
        cls.today = cls.company._counterparty_today()
        cls.customer, cls.supplier, cls.idle = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True}
                for name in ("Old Customer", "Old Supplier", "Idle Party")
            ]
        )

    def setUp(self):
        super().setUp()
        self._call(self.salesman, self._sale(12_500.0, self.customer), "action_confirm")
        self._call(self.buyer, self._purchase(4_000.0, self.supplier), "button_confirm")

    def _onboarding(self, user=None, **values):
        """Begin a switch-on as a client of the user would."""
        model = self.env["counterparty.onboarding"]
        values = {"enforce_from": str(self.today), **values}
        return model.browse(self._call(user or self.officer, model, "create", [values]))

    def _line(self, onboarding, partner):
        return onboarding.line_ids.filtered(lambda line: line.partner_id == partner)

    def _switched_on(self, **values):
        onboarding = self._onboarding(**values)
        self._call(self.officer, onboarding, "action_submit")
        self._call(self.leader, onboarding, "action_approve")
        return onboarding


@tagged("post_install", "-at_install")
class TestOnboarding(OnboardingCommon):
    """The office prepares, the leadership confirms, and the ledger is filled before control."""

    def test_existing_parties_are_listed(self):
        onboarding = self._onboarding()
        self.assertNotIn(self.partner, onboarding.line_ids.partner_id, "it is admitted already")
        self.assertNotIn(self.idle, onboarding.line_ids.partner_id)
        line = self._line(onboarding, self.customer)
        self.assertEqual((line.role_customer, line.role_supplier), (True, False))
        self.assertEqual(
            (line.responsible_id, line.department_id), (self.salesman, self.department)
        )
        self.assertEqual((line.projected_amount, line.monthly_sales), (12_500.0, 12_500.0))
        self.assertEqual(line.proposed_limit, 20_000.0, "rounded up, at least what is committed")
        line = self._line(onboarding, self.supplier)
        self.assertEqual((line.role_customer, line.role_supplier), (False, True))
        self.assertEqual((line.responsible_id, line.proposed_limit), (self.buyer, 10_000.0))

    def test_open_items_and_payments_tell_too(self):
        for move_type, role in (("out_invoice", "role_customer"), ("in_invoice", "role_supplier")):
            partner = self.env["res.partner"].create({"name": move_type, "is_company": True})
            child = partner.create({"name": "Contact", "parent_id": partner.id})
            self._invoice(50.0, child, move_type)
            line = self._line(self._onboarding(), partner)
            with self.subTest(move_type=move_type):
                self.assertTrue(line[role])
                self.assertEqual(line.include, True)
            self._call(self.officer, line.onboarding_id, "action_cancel")

    def test_who_is_left_out(self):
        """Closed and exempt parties stay as they are; prohibited ones are shown, not admitted."""
        closed, exempt = (
            self._party(name, state=state, **values)
            for name, state, values in (
                ("Closed", "closed", {}),
                ("Exempt", "prospect", {"exempt": True}),
            )
        )
        bad = self.env["res.partner"].create({"name": "Bad Party", "is_company": True})
        self.env["counterparty.prohibition"].create({"name": "Bad Party"})
        for partner in (closed, exempt, bad):
            self._call(self.salesman, self._sale(10.0, partner), "action_confirm")
        onboarding = self._onboarding()
        self.assertFalse(onboarding.line_ids.partner_id & (closed | exempt))
        line = self._line(onboarding, bad)
        self.assertEqual((line.is_prohibited, line.include), (True, False))
        self._call(self.officer, line, "write", {"include": True})
        self._barred(self.officer, onboarding, "action_submit", contains="Bad Party")

    def test_prospects_are_admitted(self):
        known = self._party("Prospect", state="prospect", limit=0.0, grade=False)
        self._call(self.salesman, self._sale(10.0, known), "action_confirm")
        onboarding = self._switched_on()
        profile = self._profile(known)
        self.assertEqual((profile.state, profile.is_onboarded), ("approved", True))
        self.assertEqual(self._line(onboarding, known).profile_id, profile)

    def test_switching_on(self):
        onboarding = self._onboarding(documents_days=30)
        line = self._line(onboarding, self.customer)
        self._call(self.officer, line, "write", {"proposed_limit": 15_000.0})
        self._call(
            self.officer,
            onboarding,
            "write",
            {
                "line_ids": [
                    Command.update(self._line(onboarding, self.supplier).id, {"include": False})
                ]
            },
        )
        self._call(self.officer, onboarding, "action_submit")
        self.assertEqual(onboarding.activity_ids.user_id, self.leader)
        self.assertEqual(self.company.counterparty_mode, "observe")
        self._call(self.leader, onboarding, "action_approve")
        self.assertEqual(onboarding.state, "done")
        self.assertEqual(self.company.counterparty_mode, "block")
        self.assertEqual(self.company.counterparty_enforce_from, self.today)
        profile = self._profile(self.customer)
        self.assertEqual(
            (profile.state, profile.credit_limit, profile.responsible_id, profile.department_id),
            ("approved", 15_000.0, self.salesman, self.department),
        )
        self.assertEqual(profile.documents_due, self.today + timedelta(days=30))
        limit = profile.limit_ids
        self.assertEqual((limit.origin, limit.approved_by_id), (onboarding.name, self.leader))
        self.assertFalse(self._profile(self.supplier))
        self.assertFalse(profile.application_ids)
        self._call(self.salesman, self._sale(2_500.0, self.customer), "action_confirm")
        self._refused(self.salesman, self._sale(1.0, self.customer), "action_confirm")
        purchase = self._purchase(1.0, self.supplier)
        self._refused(self.buyer, purchase, "button_confirm", contains="admitted")

    def test_all_of_it_is_on_record(self):
        onboarding = self._switched_on()
        decisions = self.env["counterparty.decision"].search([("user_id", "=", self.leader.id)])
        party = decisions.filtered(lambda row: row.partner_id == self.customer)
        self.assertEqual((party.step, party.state_after), ("onboard", "approved"))
        self.assertEqual(party.facts["limit"], 20_000.0)
        self.assertIn("Existing Party", party.event)
        step = decisions.filtered(lambda row: row.res_model == onboarding._name)
        self.assertEqual((step.step, step.state_after), ("approve", "done"))
        self.assertEqual(step.facts["parties"], onboarding.included_count)
        setting = decisions.filtered(lambda row: row.kind == "setting")
        self.assertEqual(setting.facts["after"]["counterparty_mode"], "block")

    def test_duties_are_separate(self):
        """Nobody approves what they prepared, and no other role prepares or approves."""
        onboarding = self._onboarding()
        self._barred(self.leader, onboarding, "action_approve")
        self._call(self.officer, onboarding, "action_submit")
        for user in (self.officer, self.salesman, self.accountant, self.auditor):
            with self.subTest(user=user.login):
                self._barred(user, onboarding, "action_approve")
        both = self._user("both", "office", extra="counterparty_control.group_leadership")
        self._call(self.leader, onboarding, "action_send_back", "Check the limits.")
        self._call(self.officer, onboarding, "action_cancel")
        onboarding = self._onboarding(both)
        self._call(both, onboarding, "action_submit")
        self._barred(both, onboarding, "action_approve", contains="themselves")
        self._call(self.leader, onboarding, "action_reject", "Not now.")
        self.assertEqual(self.company.counterparty_mode, "observe")
        self.assertFalse(self._profile(self.customer))

    def test_what_was_submitted_is_frozen(self):
        onboarding = self._onboarding()
        line = self._line(onboarding, self.customer)
        self._call(self.officer, onboarding, "action_submit")
        for user in (self.officer, self.leader, self.accountant):
            with self.subTest(user=user.login):
                self._barred(user, line, "write", {"proposed_limit": 1e9})
                self._barred(user, onboarding, "write", {"enforce_from": "2020-01-01"})
        self._barred(self.officer, onboarding, "action_propose")
        self._barred(self.officer, onboarding, "unlink")

    @mute_logger("odoo.sql_db")
    def test_what_the_workflow_writes_is_out_of_reach(self):
        onboarding = self._onboarding()
        line = self._line(onboarding, self.customer)
        for values in ({"state": "done"}, {"applicant_id": self.leader.id}, {"name": "x"}):
            with self.subTest(values=values):
                self._barred(self.officer, onboarding, "write", values)
        for values in (
            {"is_done": True},
            {"partner_id": self.idle.id},
            {"is_prohibited": False},
            {"onboarding_id": onboarding.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._call(self.officer, line, "write", values)
        another = self.officer.copy({"login": "another_officer"})
        self._barred(another, line, "write", {"proposed_limit": 1.0})
        row = {"onboarding_id": onboarding.id, "partner_id": self.idle.id}
        self._barred(self.officer, line.browse(), "create", [row])
        self._barred(self.officer, onboarding, "write", {"line_ids": [Command.create(row)]})
        profile = self._profile(self.partner).sudo(False)
        self._barred(self.officer, profile, "write", {"documents_due": str(self.today)})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._call(self.officer, line, "write", {"proposed_limit": -1.0})

    def test_incomplete(self):
        yesterday = str(self.today - timedelta(days=1))
        onboarding = self._onboarding(enforce_from=yesterday)
        line = self._line(onboarding, self.customer)
        values = {"role_customer": False, "responsible_id": False}
        self._call(self.officer, line, "write", values)
        message = self._barred(self.officer, onboarding, "action_submit")
        for text in ("today or later", "responsible for Old Customer", "supplier or both"):
            self.assertIn(text, message)

    def test_again_proposes_only_what_is_new(self):
        self._switched_on()
        onboarding = self._onboarding()
        self.assertFalse(onboarding.line_ids)
        self._call(self.officer, onboarding, "action_cancel")
        self.company.counterparty_mode = "observe"
        new = self.env["res.partner"].create({"name": "New", "is_company": True})
        onboarding = self._onboarding()
        self._call(self.salesman, self._sale(1.0, new), "action_confirm")
        self._call(self.officer, onboarding, "action_propose")
        self.assertEqual(onboarding.line_ids.partner_id, new)
        self._call(self.officer, onboarding.line_ids, "write", {"proposed_limit": 7.0})
        self._call(self.officer, onboarding, "action_propose")
        self.assertEqual(onboarding.line_ids.proposed_limit, 7.0, "what was edited stays")

    @mute_logger("odoo.sql_db")
    def test_one_at_a_time(self):
        self._onboarding()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._onboarding()

    def test_back_to_observing(self):
        onboarding = self._switched_on()
        for user in (self.officer, self.salesman):
            self._barred(user, onboarding, "action_observe_again", "It hinders.")
        action = self._call(self.leader, onboarding, "action_observe_again")
        self.assertEqual(action["res_model"], "counterparty.step", "it asks for the reason")
        self._call(self.leader, onboarding, "action_observe_again", "It hinders.")
        self.assertEqual(self.company.counterparty_mode, "observe")
        self.assertEqual(onboarding.state, "observing")
        self.assertEqual(self._profile(self.customer).state, "approved")
        self._call(self.salesman, self._sale(90_000.0, self.customer), "action_confirm")
        step = onboarding.decision_ids.filtered(lambda row: row.step == "observe_again")
        self.assertEqual((step.user_id, step.comment), (self.leader, "It hinders."))

    def test_decided_otherwise_meanwhile(self):
        """Who was closed or admitted since the list was made stays as decided."""
        onboarding = self._onboarding()
        profile = self.env["counterparty.profile"].create(
            {"partner_id": self.customer.id, "company_id": self.company.id, "state": "closed"}
        )
        self._call(self.officer, onboarding, "action_submit")
        self._call(self.leader, onboarding, "action_approve")
        self.assertEqual((profile.state, profile.credit_limit), ("closed", 0.0))

    def test_many_are_carried_out_in_slices(self):
        """Nothing is refused before the last party is in the ledger."""
        partners = self.env["res.partner"].create(
            [{"name": f"Many {n}", "is_company": True} for n in range(60)]
        )
        for partner in partners:
            self._invoice(10.0, partner, post=False).action_post()
        onboarding = self._onboarding()
        self._call(self.officer, onboarding, "action_submit")
        self._call(self.leader, onboarding, "action_approve")
        self.assertEqual((onboarding.state, onboarding.admitted_count), ("approved", 0))
        self.assertEqual(self.company.counterparty_mode, "observe")
        with self.enter_registry_test_mode():
            self.env.ref("counterparty_control.cron_onboarding").method_direct_trigger()
        self.assertEqual((onboarding.state, onboarding.admitted_count), ("done", 62))
        self.assertEqual(self.company.counterparty_mode, "block")
        profile = self._profile(partners[0])
        self.assertEqual(profile.limit_ids.approved_by_id, self.leader)
        trail = self.env["counterparty.decision"].search([("partner_id", "=", partners[0].id)])
        self.assertIn(self.leader, trail.filtered(lambda row: row.step == "onboard").user_id)

    def test_the_list_takes_no_query_per_party(self):
        counts = []
        for size in (5, 40):
            partners = self.env["res.partner"].create(
                [{"name": f"P {size} {n}", "is_company": True} for n in range(size)]
            )
            for partner in partners:
                self._invoice(10.0, partner, post=False).action_post()
            self.env.flush_all()
            self.env.invalidate_all()
            self.env["counterparty.survey"]._proposals(self.company, 12)  # warm
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["counterparty.survey"]._proposals(self.company, 12)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_what_would_have_been_blocked(self):
        onboarding = self._onboarding()
        as_officer = self._as(self.officer, onboarding)
        self.assertEqual(as_officer.observed_count, 2)
        self.assertIn("not admitted: 2 documents", as_officer.observed_text)
        action = self._call(self.officer, onboarding, "action_open_observations")
        self.assertEqual(action["res_model"], "counterparty.observation")
        action = self._call(self.officer, onboarding, "action_open_lines")
        self.assertEqual(action["domain"], [("onboarding_id", "=", onboarding.id)])
        line = onboarding.line_ids[0]
        action = self._call(self.officer, line, "action_open_partner")
        self.assertEqual(action["res_id"], line.partner_id.id)


@tagged("post_install", "-at_install")
class TestDocumentsDue(OnboardingCommon):
    """Existing parties hand in their documents later; after the day their business stops."""

    def setUp(self):
        super().setUp()
        self._switched_on(documents_days=10)
        self.profile = self._profile(self.customer).sudo(False)
        self.profile._set_limit(90_000.0, "test")

    def _licence(self):
        return self.env["counterparty.licence"].create(
            self._licence_values(partner_id=self.customer.id)
        )

    def _remind(self):
        with self.enter_registry_test_mode():
            self.env.ref("counterparty_control.cron_documents_due").method_direct_trigger()

    def _states(self):
        found = self.env["counterparty.profile"].with_user(self.officer)
        return {
            state
            for state in ("due", "overdue", "complete", False)
            if self.profile in found.search([("documents_state", "=", state)]).sudo()
        }

    def test_before_and_after_the_day(self):
        order = self._sale(10.0, self.customer)
        self._call(self.salesman, order, "action_confirm")
        self.assertEqual((self.profile.documents_state, self._states()), ("due", {"due"}))
        self.profile.documents_due = self.today
        self._call(self.salesman, self._sale(1.0, self.customer), "action_confirm")
        self.profile.documents_due = self.today - timedelta(days=1)
        self.assertEqual((self.profile.documents_state, self._states()), ("overdue", {"overdue"}))
        late = self._sale(1.0, self.customer)
        self._refused(self.salesman, late, "action_confirm", contains="documents were due")
        self._call(self.salesman, order.order_line, "write", {"price_unit": 9.0})
        self._licence()
        self.profile.invalidate_recordset()
        self.assertEqual((self.profile.documents_state, self._states()), ("complete", {"complete"}))
        self._call(self.salesman, late, "action_confirm")

    def test_others_owe_nothing(self):
        profile = self._profile(self.partner)
        self.assertFalse(profile.documents_state)
        found = self.env["counterparty.profile"].search([("documents_state", "=", False)])
        self.assertIn(profile, found)
        self._call(self.salesman, self._sale(1.0), "action_confirm")

    def test_who_is_responsible_is_asked_once(self):
        for _run in range(2):
            self._remind()
        activity = self.profile.activity_ids
        self.assertEqual(
            (activity.user_id, activity.date_deadline), (self.salesman, self.profile.documents_due)
        )
        self._licence()
        self.profile.invalidate_recordset()
        self._remind()
        self.assertFalse(self.profile.activity_ids)

    def test_not_asked_long_before(self):
        self.profile.documents_due = self.today + timedelta(days=60)
        self._remind()
        self.assertFalse(self.profile.activity_ids)

    def test_the_day_is_settled(self):
        with self.assertRaises(UserError):
            self._call(self.officer, self.profile, "write", {"documents_due": False})
