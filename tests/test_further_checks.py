from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .workflow_common import REVIEW, WorkflowCommon

EVIDENCE = {"name": "screen.png", "raw": b"seen"}


class ChecksCase(WorkflowCommon):
    """Three checks and no others: one for customers, one for suppliers, one for accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        items = cls.env["counterparty.check.item"]
        items.search([]).active = False
        cls.credit, cls.quality, cls.account = items.create(
            [
                {
                    "name": "Credit looked up",
                    "role": "customer",
                    "is_required": True,
                    "wants_date": True,
                    "wants_file": True,
                },
                {"name": "Quality looked up", "role": "supplier"},
                {"name": "Account agrees", "role": "both", "changes": "bank"},
            ]
        )

    def _submitted(self, **values):
        return self._to_submitted(self._application(**values))

    def _reviewed(self, application, user=None):
        self._call(user or self.officer, application, "write", REVIEW)
        return self._call(user or self.officer, application, "action_review")

    def _check(self, application, item):
        return application.check_ids.filtered(lambda check: check.item_id == item)

    def _answer(self, check, user=None, **values):
        self._call(user or self.officer, check, "write", values)


@tagged("post_install", "-at_install")
class TestFurtherChecks(ChecksCase):
    """Article 6 (4): what else the office looks up, by role, answered during the review."""

    def test_defaults(self):
        """They are there, are asked for, and stop nobody before the office says so."""
        items = self.env["counterparty.check.item"].with_context(active_test=False).search([])
        seeded = items - self.credit - self.quality - self.account
        self.assertGreater(len(seeded), 4)
        self.assertFalse(any(seeded.mapped("is_required")))

    def test_made_on_submission_by_role(self):
        application = self._application()
        self.assertFalse(application.check_ids)
        self._to_submitted(application)
        self.assertEqual(application.check_ids.item_id, self.credit | self.account)
        both = self._submitted(partner_name="Both", role_supplier=True)
        self.assertEqual(both.check_ids.item_id, self.credit | self.quality | self.account)

    def test_roles_change_after_a_return(self):
        application = self._submitted()
        self._answer(self._check(application, self.account), answer="yes")
        self._call(self.officer, application, "action_send_back", "Which role?")
        roles = {"role_customer": False, "role_supplier": True}
        self._call(self.salesman, application, "write", roles)
        self._supply(application)
        self._to_submitted(application)
        self.assertEqual(application.check_ids.item_id, self.quality | self.account)
        self.assertEqual(self._check(application, self.account).answer, "yes", "kept")

    def test_of_another_company(self):
        self.quality.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        application = self._submitted(role_supplier=True)
        self.assertNotIn(self.quality, application.check_ids.item_id)

    def test_review_waits_for_the_answer(self):
        application = self._submitted()
        self._call(self.officer, application, "write", REVIEW)
        text = self._barred(self.officer, application, "action_review")
        self.assertIn("the answer to: Credit looked up", text)
        self.assertNotIn("Account agrees", text, "not required")
        check = self._check(application, self.credit)
        self._answer(check, answer="yes")
        text = self._barred(self.officer, application, "action_review")
        self.assertIn("Credit looked up: the evidence", text)
        self.assertIn("Credit looked up: the day", text)
        self._answer(check, date="2026-01-02", attachment_ids=[Command.create(EVIDENCE)])
        self._call(self.officer, application, "action_review")
        self.assertEqual(application.state, "reviewed")
        self.assertEqual(check.attachment_ids.res_id, check.id, "kept with the check")
        decision = application.decision_ids.filtered(lambda row: row.step == "review")
        self.assertEqual(decision.facts["checks"][0]["files"], ["screen.png"])

    def test_no_is_flagged(self):
        application = self._submitted()
        check = self._check(application, self.credit)
        commands = {"check_ids": [Command.update(check.id, {"answer": "no"})]}
        self._call(self.officer, application, "write", commands)
        evidence = {"date": "2026-01-02", "attachment_ids": [Command.create(EVIDENCE)]}
        self._answer(check, **evidence)
        self._call(self.officer, application, "write", REVIEW)
        self._barred(self.officer, application, "action_review", contains="a remark that says why")
        self._answer(check, remark="Sued twice.")
        self._call(self.officer, application, "action_review")
        self.assertIn("Credit looked up: Sued twice.", application.flag_text)
        self.assertTrue(application.is_flagged)

    def test_nobody_but_the_office_answers(self):
        application = self._submitted()
        check = self._check(application, self.credit)
        answer = {"answer": "yes"}
        commands = {"check_ids": [Command.update(check.id, answer)]}
        for user in (self.salesman, self.colleague, self.leader, self.accountant, self.auditor):
            with self.subTest(user=user.login):
                self._barred(user, check, "write", answer)
                self._barred(user, application, "write", commands)
        for values in ({"is_required": False}, {"name": "x"}, {"application_id": 1}):
            with self.subTest(values=values):
                self._barred(self.officer, check, "write", values)
        self._barred(self.officer, check, "unlink")
        created = {"application_id": application.id, "item_id": self.quality.id, "name": "x"}
        self._barred(self.officer, check.browse(), "create", [created])
        self._barred(self.salesman, self.credit, "write", {"is_required": False})

    def test_applicant_of_the_office_does_not_answer(self):
        business = self.env.ref("counterparty_control.group_business")
        self.officer.group_ids = [Command.link(business.id)]
        application = self._application(user=self.officer)
        self._to_submitted(application, self.officer)
        self._barred(self.officer, application.check_ids[0], "write", {"answer": "yes"})

    def test_a_draft_brings_no_answers(self):
        commands = [Command.create({"item_id": self.credit.id, "name": "x", "answer": "yes"})]
        model = self.env["counterparty.application"]
        values = {"partner_name": "New", "check_ids": commands}
        self._barred(self.salesman, model, "create", [values])

    def test_frozen_after_the_review(self):
        self.credit.is_required = False
        application = self._submitted()
        check = self._check(application, self.credit)
        evidence = [Command.create(EVIDENCE)]
        self._answer(check, answer="yes", date="2026-01-02", attachment_ids=evidence)
        self._reviewed(application)
        self._barred(self.officer, check, "write", {"answer": "no"})
        self._barred(self.officer, check.attachment_ids, "write", {"name": "other.png"})
        self._barred(self.officer, check.attachment_ids, "unlink")
        self._call(self.officer, self.credit, "write", {"name": "Something else"})
        self.assertEqual(check.name, "Credit looked up", "as it was asked")

    def test_read_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.credit.with_context(lang="zh_CN").name = "已查询信用"
        check = self._check(self._submitted(), self.credit)
        self.assertEqual(check.with_context(lang="zh_CN").name, "已查询信用")
        self.assertEqual(check.with_context(lang="en_US").name, "Credit looked up")

    def test_changes_get_what_applies(self):
        values = {"kind": "change", "partner_id": self.partner.id, "change_reason": "Moved."}
        account = [Command.create({"field": "bank", "value": "6222", "holder_name": "Party"})]
        change = self._application(change_ids=account, licence_ids=[], **values)
        self._to_submitted(change)
        self.assertEqual(change.check_ids.item_id, self.account)

    def test_a_role_that_is_added_is_checked_like_new(self):
        change = self._application(
            kind="change",
            partner_id=self.partner.id,
            change_reason="Sells to us, too.",
            change_ids=[Command.create({"field": "role_supplier"})],
            licence_ids=[],
        )
        self._to_submitted(change)
        self.assertEqual(change.check_ids.item_id, self.quality | self.account)

    def test_printed(self):
        application = self._submitted()
        check = self._check(application, self.credit)
        evidence = [Command.create(EVIDENCE)]
        self._answer(check, answer="no", remark="Sued.", date="2026-01-02", attachment_ids=evidence)
        for report in ("report_review", "report_application"):
            for user in (self.officer, self.salesman, self.auditor):
                with self.subTest(report=report, user=user.login):
                    forms = self.env[f"report.counterparty_control.{report}"].with_user(user)
                    form = forms._form(application.with_user(user))
                    [row] = [row for row in form["checks"] if "Credit looked up" in row[0]]
                    self.assertEqual([label for on, label in row[1] if on], ["No"])
                    self.assertIn("Sued.", row[2])
                    self.assertIn("screen.png", row[2])


@tagged("post_install", "-at_install")
class TestVerification(ChecksCase):
    """The office asks the applicant during the review without returning the form."""

    def setUp(self):
        super().setUp()
        self.credit.is_required = False
        self.application = self._submitted()

    def _asked(self):
        self._call(self.officer, self.application, "action_verify", "Who is the owner?")
        return self.application

    def _activities(self):
        question = self.env.ref("counterparty_control.mail_activity_type_question")
        return self.application.activity_ids.filtered(lambda a: a.activity_type_id == question)

    def test_asked_and_answered(self):
        reviewers = (self.application.activity_ids - self._activities()).user_id
        application = self._asked()
        self.assertEqual(application.state, "submitted", "not returned")
        self.assertTrue(application.verifying_since)
        self.assertEqual(self._activities().user_id, self.salesman)
        self.assertEqual((application.activity_ids - self._activities()).user_id, reviewers)
        found = application.search([("verifying_since", "!=", False)])
        self.assertIn(application, found)
        self._call(self.officer, application, "write", REVIEW)
        text = self._barred(self.officer, application, "action_review")
        self.assertIn("Who is the owner?", text)
        self._call(self.salesman, application, "action_answer", "A family.")
        self.assertFalse(application.verifying_since or self._activities())
        self._call(self.officer, application, "action_review")
        steps = application.decision_ids.sorted("id").mapped("step")
        self.assertEqual(steps, ["submit", "verify", "answer", "review"])

    def test_answered_in_the_chatter(self):
        application = self._asked()
        self._call(self.colleague, application, "message_post", body="I do not know.")
        self.assertTrue(application.verifying_since, "not the applicant")
        self._call(
            self.salesman,
            application,
            "message_post",
            body="A family.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertFalse(application.verifying_since or self._activities())
        decision = application.decision_ids.filtered(lambda row: row.step == "answer")
        self.assertEqual(decision.comment, "A family.")
        self.assertEqual(decision.user_id, self.salesman)

    def test_withdrawn(self):
        application = self._asked()
        self._call(self.officer, application, "action_withdraw")
        self.assertFalse(application.verifying_since or self._activities())
        self._reviewed(application)

    def test_asked_twice(self):
        application = self._asked()
        self._call(self.officer, application, "action_verify", "And the bank?")
        self.assertEqual(application.question.splitlines(), ["Who is the owner?", "And the bank?"])

    def test_a_return_ends_it(self):
        application = self._asked()
        self._call(self.officer, application, "action_send_back", "The licence")
        self.assertFalse(application.verifying_since or self._activities())

    def test_who_may(self):
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            with self.subTest(user=user.login):
                self._barred(user, self.application, "action_verify", "x")
        self._barred(self.salesman, self.application, "action_answer", "x")
        self._barred(self.officer, self.application, "action_withdraw")
        self._asked()
        self._barred(self.officer, self.application, "action_answer", "x")
        self._barred(self.colleague, self.application, "action_answer", "x")
        self._barred(self.salesman, self.application, "action_withdraw")
        for user in (self.salesman, self.officer):
            self._barred(user, self.application, "write", {"verifying_since": False})
        action = self._call(self.officer, self.application, "action_verify")
        self.assertEqual(action["res_model"], "counterparty.step", "a dialogue asks for the text")


@tagged("post_install", "-at_install")
class TestDurationOfReviews(ChecksCase):
    """How long reviews take, and which were late."""

    def _row(self, application):
        self.env.invalidate_all()
        reports = self.env["counterparty.review.report"]
        return reports.search([("application_id", "=", application.id)])

    def _dated(self, application, **days):
        today = self.company._counterparty_today()
        application.sudo().write({name: today + timedelta(number) for name, number in days.items()})

    def test_days_and_late(self):
        self.credit.is_required = False
        draft = self._application(partner_name="Draft")
        application = self._submitted()
        self._dated(application, application_date=-9, review_deadline=-7)
        row = self._row(application)
        self.assertEqual((row.outcome, row.days, row.days_late), ("open", 9, 7))
        self.assertTrue(row.is_late)
        self._reviewed(application)
        self._dated(application, review_date=-8)
        row = self._row(application)
        self.assertEqual((row.outcome, row.days, row.days_late), ("passed", 1, 0))
        self.assertEqual(row.reviewer_id, self.officer)
        self.assertFalse(row.is_late)
        self.assertFalse(self._row(draft))
        action = self._call(self.officer, row, "action_open_application")
        self.assertEqual(action["res_id"], application.id)

    def test_failed(self):
        application = self._submitted()
        self._call(self.officer, application, "action_refuse", "No.")
        self.assertEqual(self._row(application).outcome, "failed")

    def test_added_up(self):
        for number, late in enumerate((1, 0, 3)):
            application = self._submitted(partner_name=f"New {number}")
            self._call(self.officer, application, "action_refuse", "No.")
            self._dated(application, application_date=-4, review_deadline=-late)
        [values] = self.env["counterparty.review.report"]._read_group(
            [("reviewer_id", "=", self.officer.id)], [], ["days:avg", "late_count:sum"]
        )
        self.assertEqual(values, (4.0, 2))

    def test_who_sees(self):
        row = self._row(self._submitted())
        for user, seen in (
            (self.salesman, True),
            (self.colleague, True),
            (self.stranger, False),
            (self.officer, True),
            (self.auditor, True),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(bool(self._as(user, row.browse()).search([])), seen)
