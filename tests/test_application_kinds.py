from datetime import date

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import GROUP
from .workflow_common import REVIEW, USCC, WorkflowCommon

REGISTRATION, ORG_CODE, TAX = "330200999999022", "PDY000060", "330200PDY000060"
OTHER_USCC = "91310115PDY000909H"


@tagged("post_install", "-at_install")
class TestApplicationKinds(WorkflowCommon):
    """Each kind of application goes through draft, return, review, approval and rejection."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._user("second", "leadership")
        cls.existing = cls.env["res.partner"].create({"name": "Known Party", "is_company": True})

    def _values_of(self, kind):
        rows = {
            "three": (
                {"kind": "business", "number": REGISTRATION},
                {"kind": "organisation", "number": ORG_CODE},
                {"kind": "tax", "number": TAX},
            ),
            "foreign": ({"number": "HRB 12345"},),
            "existing": ({"holder_name": "Known Party"},),
        }.get(kind, ({},))
        values = {
            "licence_ids": [Command.create(self._licence_values(**row)) for row in rows],
            **{
                "three": {"regime": "three_licences"},
                "foreign": {"regime": "foreign", "country_id": self.env.ref("base.de").id},
                "existing": {"partner_id": self.existing.id, "partner_name": "Known Party"},
                "both": {"role_supplier": True},
            }.get(kind, {}),
        }
        if kind == "change":
            values = {
                "kind": "change",
                "partner_id": self.partner.id,
                "partner_name": self.partner.name,
                "change_reason": "Moved bank.",
                "licence_ids": [],
                "change_ids": [Command.create({"field": "bank", "value": "6222 0001"})],
            }
        return values

    def _returned(self, kind):
        application = self._application(**self._values_of(kind))
        self.assertFalse(application.with_user(self.salesman).missing_text)
        self._to_submitted(application)
        self._call(self.officer, application, "action_send_back", "- a stamp\n- a phone number")
        self.assertEqual(application.state, "returned")
        self.assertEqual(application.supplement_ids.mapped("name"), ["a stamp", "a phone number"])
        message = self._barred(self.salesman, application, "action_submit", contains="a stamp")
        self.assertIn("a phone number", message)
        self._supply(application)
        return application

    def _each_kind(self):
        """Yield the kinds, each in a world where the others were not applied for."""
        for kind in ("one", "three", "foreign", "existing", "both", "change"):
            with self.env.cr.savepoint() as savepoint:
                yield kind
                savepoint.rollback()
                self.env.invalidate_all()

    def test_approval(self):
        for kind in self._each_kind():
            with self.subTest(kind=kind):
                application = self._returned(kind)
                self._to_reviewed(application)
                self._call(self.leader, application, "action_ask_back", "Sure?")
                self._call(self.officer, application, "action_review")
                self._call(self.second, application, "action_approve", "Agreed.")
                self.assertEqual(application.state, "approved")
                self.assertEqual(application.approver_id, self.second)
                self.assertTrue(application.notified_date and application.ledger_date)
                row = application.profile_id
                self.assertEqual(row.state, "approved")
                if kind == "both":
                    self.assertTrue(row.role_customer and row.role_supplier)
                if kind == "existing":
                    self.assertEqual(row.partner_id, self.existing)
                if kind == "change":
                    self.assertEqual(self.partner.bank_ids.mapped("acc_number"), ["6222 0001"])

    def test_rejection(self):
        for kind in self._each_kind():
            with self.subTest(kind=kind):
                application = self._returned(kind)
                self._to_reviewed(application)
                self._call(self.leader, application, "action_reject", "Too risky.")
                self.assertEqual(application.state, "rejected")
                self.assertFalse(application.ledger_date)
                if kind != "change":
                    self.assertFalse(
                        application.profile_id.filtered(lambda r: r.state == "approved")
                    )
        self.assertFalse(self.partner.bank_ids)

    def test_accounts_of_a_new_party(self):
        account = Command.create({"field": "bank", "value": "6222 0002"})
        application = self._to_approved(self._application(change_ids=[account]))
        party = application.partner_id
        self.assertEqual(party.bank_ids.mapped("acc_number"), ["6222 0002"])
        self.assertEqual(party.bank_ids.acc_holder_name, "New Party")
        self.assertFalse(party.bank_ids.allow_out_payment)

    def test_supplier_assessment(self):
        self.company.counterparty_supplier_assessment = True
        application = self._application(role_supplier=True)
        message = self._barred(self.salesman, application, "action_submit")
        for text in ("interview", "capability", "evaluation report"):
            self.assertIn(text, message)
        report = Command.create({"name": "report.pdf", "raw": b"x"})
        values = {
            "interview_date": "2026-01-05",
            "interview_notes": "Visited the plant.",
            "capability": "ISO 9001.",
            "evaluation_ids": [report],
        }
        self._call(self.salesman, application, "write", values)
        self._to_submitted(application)
        self.assertEqual(application.evaluation_ids.res_id, application.id)
        self.assertTrue(application.evaluation_ids.with_user(self.officer).has_access("read"))
        self.assertFalse(application.evaluation_ids.with_user(self.stranger).has_access("read"))

    def test_foreign_files_are_not_read_through_an_application(self):
        secret = (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create({"name": "secret.txt", "raw": b"x"})
        )
        application = self._application()
        link = Command.link(secret.id)
        for name in ("attachment_ids", "evaluation_ids"):
            self._barred(self.salesman, application, "write", {name: [link]})

    def test_what_is_handed_in_for_a_contact(self):
        """The client's context names the contact; papers and figures are the application's."""
        application = self.env["counterparty.application"]
        figures = Command.create({"year": 2025, "revenue": 100.0})
        values = {**self._values_of("existing"), "financial_ids": [figures]}
        context = {"default_partner_id": self.existing.id}
        application = application.browse(
            self._call(self.salesman, application, "create", [values], context=context)
        )
        for handed_in in (application.licence_ids, application.financial_ids):
            self.assertTrue(handed_in)
            self.assertFalse(handed_in.partner_id)
            self.assertEqual(handed_in.application_id, application)

    def test_from_an_order(self):
        partner = self.env["res.partner"].create({"name": "Wanted", "is_company": True})
        partner.supplier_rank = 1
        order = self._sale(300.0, partner=partner)
        action = self._call(self.salesman, order, "action_counterparty_apply")
        model = self.env["counterparty.application"]
        names = ["partner_id", "role_customer", "role_supplier", "business_scope", "origin"]
        names += ["expected_annual_amount", "requested_limit"]
        shown = self._call(self.salesman, model, "default_get", names, context=action["context"])
        self.assertEqual(shown["partner_id"], partner.id)
        self.assertTrue(shown["role_customer"] and shown["role_supplier"])
        self.assertEqual((shown["business_scope"], shown["origin"]), ("Service", order.name))
        self.assertEqual(
            (shown["expected_annual_amount"], shown["requested_limit"]), (300.0, 300.0)
        )
        request = self._purchase(200.0, partner=partner)
        action = self._call(self.buyer, request, "action_counterparty_apply")
        self.assertTrue(action["context"]["default_role_supplier"])
        self.assertEqual(action["context"]["default_requested_limit"], 200.0)


@tagged("post_install", "-at_install")
class TestReviewChecklist(WorkflowCommon):
    """The checklist of article 6, its deadline, and what a leader is shown."""

    def test_each_answer_is_needed(self):
        application = self._to_submitted(self._application())
        for name in ("prohibition_check", "scope_conforms", "consistency_check", "validity_check"):
            for answer in (False, "no") if name == "prohibition_check" else (False, "no", "na"):
                with self.subTest(check=name, answer=answer):
                    self._call(self.officer, application, "write", {**REVIEW, name: answer})
                    self._barred(self.officer, application, "action_review")
        self._call(self.officer, application, "write", REVIEW)
        self._call(self.officer, application, "action_review")

    def test_nobody_else_answers(self):
        application = self._application()
        for name in REVIEW:
            self._barred(self.salesman, application, "write", {name: "yes"})
        self._to_submitted(application)
        for user in (self.salesman, self.colleague, self.leader, self.accountant):
            for name in REVIEW:
                with self.subTest(user=user.login, field=name):
                    self._barred(user, application, "write", {name: "yes"})

    def test_what_was_asked_for_is_not_edited(self):
        application = self._to_submitted(self._application())
        self._call(self.officer, application, "action_send_back", "a stamp")
        item = application.supplement_ids
        for user in (self.salesman, self.officer):
            self._barred(user, item, "write", {"name": "x"})
            self._barred(user, item, "unlink")
            values = {"application_id": application.id, "name": "x"}
            self._barred(user, item.browse(), "create", [values])
        self._barred(self.officer, item, "write", {"is_done": True})
        self._barred(self.stranger, item, "write", {"is_done": True})
        self._call(self.salesman, item, "write", {"is_done": True, "answer": "Attached."})
        self._to_submitted(application)
        self._barred(self.salesman, item, "write", {"is_done": False})

    def test_deadline_in_working_days(self):
        self.company.counterparty_review_days = 2
        with freeze_time("2026-03-05 04:00:00"):  # a Thursday
            application = self._to_submitted(self._application())
            self.assertEqual(application.review_deadline, date(2026, 3, 9))
            activity = application.activity_ids.filtered(lambda a: a.user_id == self.officer)
            self.assertEqual(activity.date_deadline, date(2026, 3, 9))
        overdue = [("state", "=", "submitted"), ("review_deadline", "<", "today")]
        with freeze_time("2026-03-10 04:00:00"):
            self.assertIn(application, application.search(overdue))
        with freeze_time("2026-03-09 04:00:00"):
            self.assertNotIn(application, application.search(overdue))

    def test_the_dialogue_proposes_all_that_was_found(self):
        values = self._licence_values(holder_name="Another Name", number="123")
        application = self._application(licence_ids=[Command.create(values)])
        self._to_submitted(application)
        asked = self._call(self.officer, application, "action_send_back")
        for text in ("Another Name", "123"):
            self.assertIn(text, asked["context"]["default_comment"])
        self.assertNotIn("— / —", asked["context"]["default_comment"], "nothing was compared")

    def test_several_at_once(self):
        clean = [
            self._to_reviewed(
                self._application(
                    partner_name=f"P{n}",
                    country_id=self.env.ref("base.cn").id,
                    licence_ids=[
                        Command.create(self._licence_values(holder_name=f"P{n}", number=number))
                    ],
                )
            )
            for n, number in enumerate((USCC, OTHER_USCC))
        ]
        both = clean[0] | clean[1]
        self.assertFalse(any(both.mapped("is_flagged")), both.mapped("flag_text"))
        prohibition = self.env["counterparty.prohibition"].create({"name": "P1"})
        message = self._barred(self.leader, both, "action_approve", contains="P1")
        self.assertNotIn(clean[0].name, message)
        self.assertEqual(set(both.mapped("state")), {"reviewed"})
        prohibition.active = False
        self._call(self.leader, both, "action_approve")
        self.assertEqual(set(both.mapped("state")), {"approved"})

    def test_approval_with_an_opinion(self):
        application = self._to_reviewed(self._application())
        asked = self._call(self.leader, application, "action_approve_with_opinion")
        step = self.env["counterparty.step"]
        context = {**asked["context"], "default_comment": "Watch the first order."}
        wizard = step.browse(self._call(self.leader, step, "create", [{}], context=context))
        self._call(self.leader, wizard, "action_confirm")
        self.assertEqual(application.approval_opinion, "Watch the first order.")
        self.assertEqual(application.state, "approved")

    def test_notice(self):
        manager = self._user("manager", "business", department=self.department)
        self.department.manager_id = manager.employee_id
        application = self._to_approved(self._application())
        message = application.message_ids.filtered(lambda row: "5,000" in row.body)
        self.assertEqual(len(message), 1)
        told = message.notified_partner_ids
        self.assertLessEqual(self.salesman.partner_id | manager.partner_id, told)


@tagged("post_install", "-at_install")
class TestDeputies(WorkflowCommon):
    """Who is absent is represented; separation of duties holds for both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls._user("deputy", "finance")

    def _name(self, user, deputy, **values):
        values = {"deputy_id": deputy.id, **values}
        model = self.env["counterparty.deputy"]
        return model.browse(self._call(user, model, "create", [values]))

    def test_on_behalf(self):
        application = self._to_reviewed(self._application())
        self._barred(self.deputy, application, "action_approve")
        self._name(self.leader, self.deputy)
        self.assertIn("approve", self._as(self.deputy, application).available_steps)
        self._call(self.deputy, application, "action_approve", "Fine.")
        self.assertEqual(application.approver_id, self.deputy)
        self.assertEqual(application.approver_for_id, self.leader)
        decision = application.decision_ids[0]
        self.assertEqual((decision.user_id, decision.behalf_id), (self.deputy, self.leader))
        self.assertTrue(
            application.message_ids.filtered(
                lambda row: f"behalf of {self.leader.name}" in row.body
            )
        )

    def test_deputies_are_asked(self):
        self._name(self.officer, self.deputy)
        application = self._to_submitted(self._application())
        self.assertIn(self.deputy, application.activity_ids.user_id)

    def test_dates(self):
        today = self.company._counterparty_today()
        application = self._to_reviewed(self._application())
        tomorrow = today.replace(year=today.year + 1)
        self._name(self.leader, self.deputy, date_from=str(tomorrow), date_to=str(tomorrow))
        self._barred(self.deputy, application, "action_approve")

    def test_own_application(self):
        """Neither of both decides on what one of them applied for."""
        self.deputy.group_ids |= self.env.ref(GROUP + "business")
        application = self._to_reviewed_of(self.deputy)
        self._name(self.leader, self.deputy)
        self._barred(self.deputy, application, "action_approve", contains="applied for")
        self.leader.group_ids |= self.env.ref(GROUP + "business")
        application = self._to_reviewed_of(self.leader)
        self._barred(self.deputy, application, "action_approve", contains="applied for")

    def _to_reviewed_of(self, user):
        application = self._application(user=user)
        self._call(user, application, "action_submit")
        self._call(self.officer, application, "write", REVIEW)
        self._call(self.officer, application, "action_review")
        return application

    def test_own_review(self):
        """Who reviewed does not approve as a deputy."""
        application = self._to_reviewed(self._application())
        self._name(self.leader, self.officer)
        self._barred(self.officer, application, "action_approve", contains="reviewed")

    def test_rights_are_not_handed_on(self):
        """Nobody names a deputy of another, nor a deputy of a deputy."""
        model = self.env["counterparty.deputy"]
        values = {"user_id": self.leader.id, "deputy_id": self.deputy.id}
        for user in (self.deputy, self.officer, self.salesman):
            with self.subTest(user=user.login):
                self._barred(user, model, "create", [values])
        own = self._name(self.officer, self.deputy)
        self._barred(self.officer, own, "write", {"user_id": self.leader.id})
        self._barred(self.deputy, own, "write", {"date_to": "2999-01-01"})
        self._name(self.leader, self.officer)
        application = self._to_reviewed(self._application())
        self._barred(self.deputy, application, "action_approve")

    def test_who_can_be_one(self):
        for user in (self.salesman, self.auditor, new_test_user(self.env, "cp_plain")):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._name(self.leader, user)
