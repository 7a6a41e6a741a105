from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_security import SecurityCase

REPORT = "counterparty_control.report_corrective"
DUE = "counterparty_control.mail_activity_type_corrective"
STEP = "counterparty_control.mail_activity_type_step"


class CorrectiveCase(SecurityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._counterparty_today()
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)

    def _issued(self, **values):
        action = self._corrective(**values)
        self._call(self.salesman, action, "action_issue")
        return action

    def _replied(self, user=None, **values):
        user, action = user or self.salesman, self._issued(**values)
        self._call(user, action, "write", {"reply": "The mould was mended."})
        self._call(user, action, "action_record_reply")
        return action

    def _ended(self, method="action_close_correction"):
        action = self._replied()
        self._call(self.officer, action, "write", {"verification": "None of 50 is cracked."})
        self._call(self.officer, action, method)
        return action


@tagged("post_install", "-at_install")
class TestCorrective(CorrectiveCase):
    """A supplier is told, replies, and somebody else verifies whether it helped."""

    def test_the_whole_way(self):
        action = self._issued()
        self.assertEqual((action.state, action.issuer_id), ("issued", self.salesman))
        self.assertEqual(action.issue_date, self.today)
        self.assertRegex(action.name, r"^ZG-\d{4}-\d{4}$")
        due = action.activity_ids
        self.assertEqual(due.activity_type_id, self.env.ref(DUE))
        self.assertEqual((due.user_id, due.date_deadline), (self.salesman, action.deadline))
        self._call(self.salesman, action, "write", {"reply": "Mended."})
        self._call(self.salesman, action, "action_record_reply")
        asked = action.activity_ids
        self.assertEqual(asked.activity_type_id, self.env.ref(STEP))
        self.assertIn(self.officer, asked.user_id)
        self.assertNotIn(self.salesman, asked.user_id)
        self.assertEqual((action.replier_ids, action.reply_date), (self.salesman, self.today))
        self._call(self.officer, action, "write", {"verification": "None is cracked."})
        self._call(self.officer, action, "action_close_correction")
        self.assertEqual((action.state, action.verifier_id), ("closed", self.officer))
        self.assertFalse(action.activity_ids)
        steps = action.decision_ids.sorted("id").mapped("step")
        self.assertEqual(steps, ["issue_correction", "record_reply", "close_correction"])
        self.assertIn("Severity: Moderate", action.decision_ids[0].facts_text)

    def test_what_is_missing_is_told_at_once(self):
        yesterday = str(self.today - timedelta(days=1))
        action = self._corrective(issue=" ", measure=False, deadline=yesterday)
        message = self._barred(self.salesman, action, "action_issue")
        for text in ("the issue found", "the required measure", "not over yet"):
            self.assertIn(text, message)
        action = self._issued(partner=self._party("Other"))
        self._barred(self.salesman, action, "action_record_reply", contains="the reply")
        self._call(self.salesman, action, "write", {"reply": "x"})
        self._call(self.salesman, action, "action_record_reply")
        self._barred(self.officer, action, "action_close_correction", contains="the result")
        self._barred(self.officer, action, "action_fail_correction", contains="the result")

    def test_only_suppliers_correct(self):
        action = self._corrective()
        self.profile.role_supplier = False
        self._barred(self.salesman, action, "action_issue", contains="a supplier")

    def test_nobody_verifies_what_they_replied(self):
        """Neither who hands the reply in, nor who typed it, nor who attached the evidence."""
        action = self._issued()
        self._call(self.salesman, action, "write", {"reply": "x"})
        file = Command.create({"name": "photo.png", "raw": b"x"})
        self._call(self.colleague, action, "write", {"evidence_ids": [file]})
        self._call(self.officer, action, "action_record_reply")
        self.assertEqual(action.replier_ids, self.salesman | self.colleague | self.officer)
        for user in action.replier_ids:
            with self.subTest(user=user.login):
                for method in ("action_close_correction", "action_fail_correction"):
                    self._barred(user, action, method, contains="recorded themselves")
                self._barred(user, action, "action_ask_back", "x", contains="recorded themselves")
                self._barred(user, action, "write", {"verification": "Fine."})
        other = self._user("officer_two", "office")
        self._call(other, action, "write", {"verification": "Fine."})
        self._call(other, action, "action_close_correction")

    def test_a_reply_slipped_in_at_the_beginning(self):
        action = self._corrective(user=self.colleague, reply="All is well.")
        self._call(self.salesman, action, "action_issue")
        self._call(self.salesman, action, "action_record_reply")
        self._barred(self.colleague, action, "action_close_correction", contains="recorded")

    def test_the_responsible_verifies_what_others_recorded(self):
        action = self._replied(user=self.officer)
        self._call(self.salesman, action, "write", {"verification": "Seen on site."})
        self._call(self.salesman, action, "action_fail_correction")
        self.assertEqual((action.state, action.verifier_id), ("failed", self.salesman))

    def test_what_is_frozen(self):
        issued, replied, closed = self._issued(), self._replied(), self._ended()
        values = ({"issue": "x"}, {"measure": "x"}, {"severity": "low"}, {"is_warning": True})
        for action in (issued, replied, closed):
            for change in values:
                for user in (self.salesman, self.officer):
                    with self.subTest(state=action.state, values=change, user=user.login):
                        self._barred(user, action, "write", change)
        for change in ({"reply": "x"}, {"evidence_ids": [Command.clear()]}):
            for user in (self.colleague, self.officer):
                self._barred(user, replied, "write", change)
        for name, value in (
            ("state", "closed"),
            ("replier_ids", [Command.clear()]),
            ("verifier_id", self.salesman.id),
            ("issue_date", "2020-01-01"),
            ("name", "x"),
        ):
            with self.subTest(name=name):
                self._barred(self.officer, replied, "write", {name: value})
        self._barred(self.salesman, self._corrective(), "write", {"profile_id": 1})
        with self.assertRaises(AccessError):
            self._corrective(verification="Fine.")
        for action in (issued, replied, closed):
            self._barred(self.salesman, action, "unlink")

    def test_evidence_is_frozen_with_the_reply(self):
        action = self._issued()
        file = Command.create({"name": "photo.png", "raw": b"before"})
        self._call(self.salesman, action, "write", {"reply": "x", "evidence_ids": [file]})
        photo = action.evidence_ids
        self.assertEqual((photo.res_model, photo.res_id), (action._name, action.id))
        self._call(self.salesman, action, "action_record_reply")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._call(self.salesman, photo, "write", {"raw": b"after"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._call(self.salesman, photo, "unlink")
        for user in (self.colleague, self.leader, self.auditor):
            self.assertEqual(self._call(user, photo, "read", ["raw"])[0]["raw"], b"before")
        for user in (self.stranger, self.internal, self.portal):
            with self.assertRaises(AccessError):
                self._call(user, photo, "read", ["raw"])

    def test_the_office_moves_deadline_and_person(self):
        action = self._issued()
        later = self.today + timedelta(days=30)
        for values in ({"deadline": str(later)}, {"responsible_id": self.colleague.id}):
            self._barred(self.salesman, action, "write", values)
            self._call(self.officer, action, "write", values)
        self.assertEqual(action.activity_ids.user_id, self.colleague)
        self.assertEqual(action.activity_ids.date_deadline, later)

    def test_ask_back(self):
        action = self._replied()
        self._barred(self.salesman, action, "action_ask_back", "x")
        dialogue = self._call(self.officer, action, "action_ask_back")
        self.assertEqual(dialogue["res_model"], "counterparty.step")
        self._call(self.officer, action, "action_ask_back", "Where are the records?")
        self.assertEqual(action.state, "issued")
        self.assertEqual(action.activity_ids.activity_type_id, self.env.ref(DUE))

    def test_overdue(self):
        action = self._issued()
        model = self.env["counterparty.corrective"]
        late = [("is_overdue", "=", True), ("id", "=", action.id)]
        self.assertFalse(action.is_overdue)
        self.assertFalse(model.search(late))
        self._barred(self.officer, action, "action_fail_unanswered", "Silence.")
        action.deadline = self.today - timedelta(days=1)
        self.assertTrue(action.is_overdue)
        self.assertEqual(model.search(late), action)
        self.assertFalse(model.search([("is_overdue", "=", False), ("id", "=", action.id)]))
        self._call(self.officer, action, "action_fail_unanswered", "Silence.")
        self.assertEqual((action.state, action.verification), ("failed", "Silence."))
        self.assertFalse(action.is_overdue)

    def test_cancelled_and_taken_back(self):
        draft = self._corrective()
        self._call(self.salesman, draft, "action_cancel")
        self.assertEqual(draft.state, "cancelled")
        action = self._issued()
        self._barred(self.salesman, action, "action_cancel")
        self._barred(self.salesman, action, "action_drop", "x")
        self._call(self.officer, action, "action_drop", "Issued to the wrong supplier.")
        self.assertEqual(action.state, "cancelled")
        self.assertFalse(action.activity_ids)
        self._call(self.salesman, self._corrective(), "unlink")

    def test_departments(self):
        action = self._issued()
        for user in (self.salesman, self.colleague, self.officer, self.leader, self.auditor):
            self.assertTrue(self._sees(user, action), user.login)
        self.assertFalse(self._sees(self.stranger, action))
        for user in (self.stranger, self.leader, self.accountant, self.auditor):
            with self.subTest(user=user.login):
                self._barred(user, action, "action_record_reply")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._corrective(user=self.stranger, responsible_id=self.stranger.id)
        self._call(self.officer, action, "write", {"responsible_id": self.stranger.id})
        self.assertTrue(self._sees(self.stranger, action), "responsible now")

    def test_companies(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        foreign = self._party("Foreign", company=other)
        profile = foreign._counterparty_profile(other)
        action = self.env["counterparty.corrective"].create({"profile_id": profile.id})
        for user in (self.officer, self.leader, self.auditor, self.salesman):
            self.assertFalse(self._sees(user, action), user.login)

    def test_from_the_ledger(self):
        self._issued()
        self._corrective()
        self.assertEqual(self._as(self.salesman, self.profile).corrective_count, 1)
        action = self._call(self.salesman, self.profile, "action_open_correctives")
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.profile.corrective_ids)
        self.assertEqual(action["context"]["default_profile_id"], self.profile.id)
        domain = [("corrective_ids.state", "in", ("issued", "replied"))]
        self.assertIn(self.profile, self.env["counterparty.profile"].search(domain))

    def test_the_form(self):
        action = self._ended()
        reports = self.env["ir.actions.report"]
        for user in (self.salesman, self.officer, self.leader, self.accountant, self.auditor):
            html = reports.with_user(user)._render_qweb_html(REPORT, action.ids)[0].decode()
            for text in (
                "Cracks in five",
                "Inspect all parts",
                "mended",
                "None of 50",
                action.name,
            ):
                self.assertIn(text, html)
        for user in (self.stranger, self.internal, self.portal):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env.invalidate_all()
                reports.with_user(user)._render_qweb_html(REPORT, action.ids)
        form = self.env["report.counterparty_control.report_corrective"]._form(action)
        self.assertEqual([on for on, _label in form["results"]], [True, False])
        draft = self._corrective(issue="<script>alert(1)</script>")
        html = reports._render_qweb_html(REPORT, draft.ids)[0].decode()
        self.assertIn("&lt;script&gt;", html)
        self.assertNotIn("False", html.split("</style>")[1])


@tagged("post_install", "-at_install")
class TestElimination(CorrectiveCase):
    """Before a supplier is restricted or ended: it is told what to correct, and replaced."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.role_supplier = True

    def _bad(self, grade="d", **values):
        return self._rating(**{"proposed_grade": grade, "proposed_limit": 0.0, **values})

    def test_warned(self):
        rating = self._bad()
        self.assertEqual(self._as(self.salesman, rating).corrective_need, "warn")
        self._to_submitted(rating)
        self._call(self.officer, rating, "action_review")
        self.assertEqual(self._as(self.leader, rating).corrective_need, "warn")
        notes = "".join(rating.message_ids.mapped("body"))
        self.assertEqual(notes.count("is open or has failed"), 2)
        self._call(self.leader, rating, "action_approve")
        self.assertFalse(self._as(self.leader, rating).corrective_need, "it is decided")
        for decision in rating.decision_ids:
            self.assertIn("is open or has failed", decision.facts_text)

    def test_not_asked_for(self):
        self.company.counterparty_corrective_mode = "off"
        rating = self._to_approved(self._bad())
        self.assertNotIn("has failed", rating.decision_ids[0].facts_text)

    def test_refused(self):
        self.company.counterparty_corrective_mode = "block"
        rating = self._bad(reason=" ")
        message = self._barred(self.salesman, rating, "action_submit")
        self.assertIn("corrective action", message)
        self.assertIn("the reasons for the rating", message, "all that is missing at once")
        self._call(self.salesman, rating, "write", {"reason": "Bad parts."})
        action = self._call(self.salesman, rating, "action_begin_corrective")
        self.assertEqual(action["context"]["default_profile_id"], self.profile.id)
        self.assertEqual(action["context"]["default_issue"], "Bad parts.")
        draft = self._corrective()
        self._barred(self.salesman, rating, "action_submit", contains="corrective action")
        self._call(self.salesman, draft, "action_issue")
        self._to_approved(rating)

    def test_which_corrections_count(self):
        self.company.counterparty_corrective_mode = "block"
        rating = self._bad()
        for make, need in (
            (self._corrective, "block"),
            (lambda: self._ended("action_close_correction"), "block"),
            (lambda: self._ended("action_fail_correction"), False),
            (lambda: self._ended("action_close_correction"), "block"),
            (self._replied, False),
        ):
            make()
            self.assertEqual(self._as(self.salesman, rating).corrective_need, need)

    def test_others_are_not_concerned(self):
        self.company.counterparty_corrective_mode = "block"
        for grade in ("a", "b", "c"):
            rating = self._rating(proposed_grade=grade, proposed_limit=10.0)
            self.assertFalse(rating.corrective_need)
            self._to_approved(rating)
        customer = self._party("Customer Only")
        self._to_approved(self._bad("e", partner=customer))

    def test_hard_to_replace(self):
        self.company.counterparty_corrective_mode = "block"
        for position in ("strategic", "bottleneck"):
            partner = self._party(position, role_supplier=True, supply_position=position)
            rating = self._bad("e", partner=partner)
            message = self._barred(self.salesman, rating, "action_submit")
            self.assertIn("the replacement plan", message)
            self.assertIn(position.title(), message)
            self.assertIn("corrective action", message, "all that is missing at once")
            self._call(self.salesman, self._corrective(partner=partner), "action_issue")
            self._call(self.salesman, rating, "write", {"replacement_plan": "Another from May."})
            self._to_reviewed(rating)
            dialogue = self._call(self.leader, rating, "action_approve")
            self.assertEqual(dialogue["res_model"], "counterparty.step", "it asks for the opinion")
            self.assertEqual(rating.state, "reviewed")
            dialogue = self._call(self.leader, rating, "action_approve", " ")
            self.assertEqual((dialogue["target"], rating.state), ("new", "reviewed"))
            self._call(self.leader, rating, "action_approve", "There is no other way.")
            self.assertEqual(rating.approval_opinion, "There is no other way.")
            facts = rating.decision_ids[0].facts_text
            self.assertIn("Another from May.", facts)
            self.assertIn(position.title(), facts)

    def test_easy_to_replace(self):
        self.profile.supply_position = "leverage"
        rating = self._to_approved(self._bad("e"))
        self.assertEqual(rating.state, "approved")

    def test_the_plan_is_the_raters(self):
        rating = self._to_submitted(self._bad(replacement_plan="x"))
        for user in (self.salesman, self.officer, self.leader):
            self._barred(user, rating, "write", {"replacement_plan": "y"})

    def test_position_is_the_offices(self):
        self._barred(self.salesman, self.profile, "write", {"supply_position": "ordinary"})
        self._call(self.officer, self.profile, "write", {"supply_position": "ordinary"})

    def test_number_of_queries(self):
        """However many ratings are shown, the corrections are looked up once."""
        parties = [self._party(f"S{number}", role_supplier=True) for number in range(12)]
        ratings = [self._bad(partner=party) for party in parties]
        counts = []
        for size in (2, 12):
            found = self.env["counterparty.rating"].browse([row.id for row in ratings[:size]])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found.mapped("corrective_need")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestDesignated(CorrectiveCase):
    """A supplier that a customer designated is managed like any other."""

    def test_from_the_application_to_the_ledger(self):
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.partner.id})
        application = self._application(role_supplier=True, designated_by_id=person.id)
        self.assertEqual(application.designated_by_id, self.partner, "the company of the contact")
        self._to_approved(application)
        supplier = application.profile_id
        self.assertEqual(supplier.designated_by_id, self.partner)
        customer = self._as(self.officer, self.profile)
        self.assertEqual(customer.designated_count, 1)
        action = self._call(self.officer, self.profile, "action_open_designated")
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), supplier)
        report = self.env.ref("counterparty_control.counterparty_designated_action")
        found = self.env["counterparty.profile"].search(
            [("designated_by_id", "!=", False), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(report.domain, "[('designated_by_id', '!=', False)]")
        self.assertEqual(found, supplier)

    def test_no_exemption(self):
        designated = self._party("Designated", state="prospect", role_supplier=True)
        profile = self._profile(designated).sudo(False)
        self._call(self.officer, profile, "write", {"designated_by_id": self.partner.id})
        order = self._purchase(10.0, designated)
        self._refused(self.buyer, order, "button_confirm", contains="Designated")
        with self.assertRaisesRegex(UserError, "like any other"), self.env.cr.savepoint():
            self._call(self.officer, profile, "action_exempt", "The customer wants it.")
        self.env.invalidate_all()
        self.assertFalse(profile.exempt)

    def test_not_by_itself(self):
        with self.assertRaisesRegex(UserError, "by itself"), self.env.cr.savepoint():
            self._call(self.officer, self.profile, "write", {"designated_by_id": self.partner.id})

    def test_who_designates_is_kept(self):
        """The business department names the customer on the application, and not afterwards."""
        application = self._to_submitted(self._application(role_supplier=True))
        values = {"designated_by_id": self.partner.id}
        self._barred(self.salesman, application, "write", values)
        self._barred(self.salesman, self.profile, "write", {"designated_by_id": self.leader.id})
