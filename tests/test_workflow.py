from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..policy import approval
from .common import GROUP
from .workflow_common import REVIEW, USCC, WorkflowCommon

ACTIVITY = "counterparty_control.mail_activity_type_step"


class UndoError(UserError):
    """Takes back a step that was possible."""


class WorkflowCase(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = ",".join(GROUP + name for name in ("business", "office", "leadership"))
        cls.everything = new_test_user(cls.env, "cp_everything", f"base.group_user,{groups}")
        cls.env["hr.employee"].create(
            {
                "name": "Everything",
                "user_id": cls.everything.id,
                "department_id": cls.department.id,
            }
        )
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)

    def _forged(self, model):
        """Return a value that nobody may give, for every workflow field of a model."""
        values = {
            "state": "closed" if model == "counterparty.profile" else "approved",
            "name": "KS-FORGED",
            "company_id": self.company.id,
            "applicant_id": self.leader.id,
            "rater_id": self.leader.id,
            "partner_id": self.env.user.partner_id.id,
            "partner_name": "Forged",
            "department_id": self.other_department.id,
            "profile_id": self.profile.id,
            "grade": "a",
            "exempt": True,
            "limit_ids": [Command.create({"amount": 9.0})],
        }
        fields = self.env[model]._fields
        by_type = {
            "many2one": self.leader.id,
            "date": "2020-01-01",
            "monetary": 999999.0,
            "boolean": True,
            "integer": 7,
            "char": "forged",
            "text": "forged",
            "selection": "a",
            "json": {"forged": True},
        }
        return {
            name: values[name] if name in values else by_type[fields[name].type]
            for name in self.env[model]._workflow_fields
        }

    def _values(self, record, names):
        self.env.invalidate_all()
        return record.sudo().read(sorted(names), load=None)[0]


@tagged("post_install", "-at_install")
class TestWorkflowFields(WorkflowCase):
    """What only the workflow writes holds against every way in which a client can write."""

    MODELS = ("counterparty.application", "counterparty.rating")

    def _draft(self, model):
        return self._application() if model == "counterparty.application" else self._rating()

    def _fresh_values(self, model):
        if model == "counterparty.application":
            return {"partner_name": "Fresh"}
        return {"profile_id": self._profile(self._party("Fresh")).id}

    def test_guarded_fields(self):
        """The lists name every read-only stored field, so that none is forgotten."""
        for model in (*self.MODELS, "counterparty.profile"):
            kept = {
                name
                for name, field in self.env[model]._fields.items()
                if field.store
                and field.readonly
                and name not in models.MAGIC_COLUMNS
                and field.type != "one2many"
                and field._module == "counterparty_control"
            }
            with self.subTest(model=model):
                self.assertLessEqual(kept, self.env[model]._workflow_fields)

    def test_write(self):
        for model in self.MODELS:
            record = self._draft(model)
            forged = self._forged(model)
            before = self._values(record, forged)
            for name, value in forged.items():
                for user in (self.salesman, self.officer, self.everything):
                    for method, arguments in (
                        ("write", [{name: value}]),
                        ("web_save", [{name: value}, {}]),
                    ):
                        with self.subTest(model=model, field=name, user=user.login, method=method):
                            self._barred(user, record, method, *arguments)
            self.assertEqual(self._values(record, forged), before)

    def test_write_of_the_ledger_row(self):
        before = self._values(self.profile, self._forged(self.profile._name))
        for name, value in self._forged(self.profile._name).items():
            for user in (self.salesman, self.officer, self.leader, self.everything):
                with self.subTest(field=name, user=user.login):
                    self._barred(user, self.profile, "write", {name: value})
                    self._barred(user, self.profile, "web_save", {name: value}, {})
        self.assertEqual(self._values(self.profile, before.keys() - {"id"}), before)
        self._call(self.officer, self.profile, "write", {"note": "The rest is the office's."})

    def test_create(self):
        for model in self.MODELS:
            fresh = self._fresh_values(model)
            for name, value in self._forged(model).items():
                with self.subTest(model=model, field=name):
                    values = {**fresh, name: value}
                    self._barred(self.salesman, self.env[model], "create", [values])
                    self._barred(self.salesman, self.env[model], "web_save", [], values, {})
        values = {"partner_id": self._party("Row").id, "state": "approved"}
        for user in (self.salesman, self.officer, self.everything):
            self._barred(user, self.env["counterparty.profile"], "create", [values])

    def test_create_through_a_contact(self):
        partner = self.env["res.partner"].create({"name": "Contact", "is_company": True})
        for user in (self.officer, self.everything):
            for name, values in (
                ("counterparty_profile_ids", {"state": "approved"}),
                ("counterparty_profile_ids", {}),
            ):
                with self.subTest(user=user.login, values=values):
                    command = Command.create(values)
                    self._barred(user, partner, "write", {name: [command]})
        rating = Command.create({"state": "approved"})
        self._barred(self.officer, self.profile, "write", {"rating_ids": [rating]})
        application = self._application()
        link = Command.link(application.id)
        self._barred(self.officer, self.profile, "write", {"application_ids": [link]})

    def test_import(self):
        for model in self.MODELS:
            plain = {"counterparty.application": "partner_name", "counterparty.rating": "reason"}
            for name, value in (("state", "approved"), ("approver_id/.id", str(self.leader.id))):
                names, row = [plain[model], name], [f"Imported {name}", value]
                if model == "counterparty.rating":
                    profile = self._profile(self._party("Imported"))
                    names, row = [*names, "profile_id/.id"], [*row, str(profile.id)]
                with self.subTest(model=model, field=name):
                    result = self._call(self.salesman, self.env[model], "load", names, [row])
                    self.assertFalse(result["ids"])
                    self.assertIn("steps of the workflow", result["messages"][0]["message"])
                    self.assertFalse(self.env[model].search([(plain[model], "=", row[0])]))
                    names, row = [*names[:1], *names[2:]], [*row[:1], *row[2:]]
                    result = self._call(self.salesman, self.env[model], "load", names, [row])
                    self.assertTrue(result["ids"], result["messages"])
                    self.assertEqual(self.env[model].browse(result["ids"]).state, "draft")

    def test_default_keys(self):
        """Values that a client hides in the context change nothing."""
        for model in self.MODELS:
            context = {f"default_{name}": value for name, value in self._forged(model).items()}
            context.pop("default_profile_id", None)
            fresh = self._fresh_values(model)
            plain = self.env[model].browse(
                self._call(self.salesman, self.env[model], "create", [fresh])
            )
            fresh = self._fresh_values(model)
            forged = self.env[model].browse(
                self._call(self.salesman, self.env[model], "create", [fresh], context=context)
            )
            saved = self._call(
                self.salesman,
                self.env[model],
                "web_save",
                [],
                self._fresh_values(model),
                {},
                context=context,
            )
            names = self.env[model]._workflow_fields - {"name", "partner_id"}
            for record in (forged, self.env[model].browse(saved[0]["id"])):
                with self.subTest(model=model, record=record):
                    expected = self._values(plain, names) | {"id": record.id}
                    self.assertEqual(self._values(record, names), expected)
                    self.assertNotIn("FORGED", record.display_name)
            shown = self._call(
                self.salesman, self.env[model], "default_get", sorted(names), context=context
            )
            with self.subTest(model=model, method="default_get"):
                self.assertNotEqual(shown.get("state"), "approved")
                self.assertNotIn("approver_id", shown)

    def test_review_fields_at_birth(self):
        """Nobody brings a review along, in the values or in the context."""
        model = self.env["counterparty.application"]
        review = {**REVIEW, "other_checks": "Done."}
        for name, value in review.items():
            with self.subTest(field=name):
                values = {"partner_name": "Fresh", name: value}
                self._barred(self.salesman, model, "create", [values])
                context = {f"default_{name}": value}
                values = {"partner_name": "Fresh"}
                created = self._call(self.salesman, model, "create", [values], context=context)
                self.assertFalse(model.browse(created)[name])
                shown = self._call(self.salesman, model, "default_get", [name], context=context)
                self.assertFalse(shown.get(name))
        values = {**self._fresh_values("counterparty.rating"), "review_opinion": "Fine."}
        self._barred(self.salesman, self.env["counterparty.rating"], "create", [values])

    def test_copy(self):
        application = self._to_approved(self._application())
        copied = application.browse(self._call(self.colleague, application, "copy"))
        self.assertEqual((copied.state, copied.applicant_id), ("draft", self.colleague))
        self.assertNotEqual(copied.name, application.name)
        for name in (
            "approver_id",
            "reviewer_id",
            "review_opinion",
            "scope_conforms",
            "profile_id",
        ):
            self.assertFalse(copied[name], name)
        self._barred(self.officer, self.profile, "copy")
        rating = self._to_approved(self._rating())
        copied = rating.browse(self._call(self.salesman, rating, "copy"))
        self.assertEqual((copied.state, copied.rater_id), ("draft", self.salesman))
        self.assertFalse(copied.approver_id or copied.reviewer_id or copied.peak_amount)
        self.assertEqual(copied.previous_grade, "a")
        self._barred(self.salesman, rating, "copy", {"state": "approved"})

    def test_grade_and_limit(self):
        grade = self.env["counterparty.grade"].search(
            [("company_id", "=", self.company.id), ("code", "=", "c")]
        )
        limit = self.profile.limit_ids[0]
        for user in (self.salesman, self.officer, self.accountant, self.auditor, self.everything):
            for record, values in ((grade, {"overdue_days": 999}), (limit, {"amount": 9e9})):
                if user == self.everything and record == grade:
                    continue  # the leadership sets what a grade allows
                with self.subTest(user=user.login, model=record._name):
                    self._barred(user, record, "write", values)
                    self._barred(user, record, "unlink")
                    self._barred(user, record, "copy")
        for user in (self.leader, self.everything):
            self._barred(user, limit, "write", {"amount": 9e9})
            self._barred(
                user, limit.browse(), "create", [{"profile_id": self.profile.id, "amount": 9}]
            )
        self._call(self.leader, grade, "write", {"overdue_days": 45})
        self.assertEqual(grade.overdue_days, 45)

    def test_private_methods(self):
        application, rating = self._application(), self._rating()
        lock = self.env["counterparty.lock"]
        calls = (
            (application, "_take_step", []),
            (application, "_admit", []),
            (application, "_after_step", []),
            (application, "_log_step", []),
            (rating, "_after_step", []),
            (self.profile, "_set_limit", [9e9, "forged"]),
            (self.profile, "_raise_lock", []),
            (application.decision_ids, "_record", [[{"kind": "step"}]]),
            (lock, "_raise", [[]]),
            (self.env["counterparty.gate"], "_guard", [[]]),
            (self.env["counterparty.judgement"], "_judge", []),
            (self.company, "_counterparty_switch_on", []),
        )
        for record, method, arguments in calls:
            for user in (self.salesman, self.everything):
                with self.subTest(method=method, user=user.login):
                    message = self._barred(user, record, method, *arguments)
                    self.assertIn("Private methods", message)


@tagged("post_install", "-at_install")
class TestWorkflowSteps(WorkflowCase):
    """Who may take which step when, and what it leaves behind."""

    def test_every_step_by_everybody(self):
        """Of all combinations of state, step and user, only those of the policy pass."""
        users = (
            self.salesman,
            self.colleague,
            self.stranger,
            self.officer,
            self.leader,
            self.accountant,
            self.auditor,
            self.everything,
        )
        role = {
            self.salesman: approval.BUSINESS,
            self.officer: approval.OFFICE,
            self.leader: approval.LEADERSHIP,
        }
        for model in ("counterparty.application", "counterparty.rating"):
            states = dict(self.env[model]._fields["state"].selection)
            for state in states:
                record = self._in_state(model, state)
                for step in self.env[model]._steps:
                    if model == "counterparty.application":  # asked, where that is answered
                        asked = step.name in ("answer", "withdraw")
                        record.sudo().verifying_since = asked and fields.Date.today()
                    for user in users:
                        expected = state in step.sources and (
                            role.get(user) == step.group
                            if user != self.everything
                            else step.group != approval.BUSINESS
                        )
                        with self.subTest(
                            model=model, state=state, step=step.name, user=user.login
                        ):
                            self.assertEqual(self._can(user, record, step), expected)

    def _in_state(self, model, state):
        if model == "counterparty.application":
            name = f"New Party {state}"
            licence = self._licence_values(number=f"HRB {state}", holder_name=name)
            record = self._application(
                partner_name=name, regime="foreign", licence_ids=[Command.create(licence)]
            )
        else:
            record = self._rating(partner=self._party(f"Party {state}"))
        if state != "draft":
            self._to_submitted(record)
        if model == "counterparty.application" and state in (
            "submitted",
            "reviewed",
            "approved",
            "rejected",
        ):
            self._call(self.officer, record, "write", REVIEW)
        if state in ("reviewed", "approved", "rejected"):
            self._call(self.officer, record, "action_review")
        steps = {
            "returned": (self.officer, "action_send_back", ["Why."]),
            "approved": (self.leader, "action_approve", []),
            "rejected": (self.leader, "action_reject", ["No."]),
            "cancelled": (
                self.salesman if model == "counterparty.application" else self.officer,
                "action_cancel",
                [],
            ),
        }
        if state in steps:
            user, method, arguments = steps[state]
            self._call(user, record, method, *arguments)
            if state == "returned" and model == "counterparty.application":
                self._supply(record)
        self.assertEqual(record.state, state)
        return record

    def _can(self, user, record, step):
        """Take a step and undo it; also check that the form offers what is possible."""
        done = False
        try:
            with self.env.cr.savepoint():
                self._call(user, record, "action_step", step.name, "Because.")
                done = True
                raise UndoError(step.name)
        except UserError as error:
            self.assertNotIsInstance(error, ValidationError)
        self.env.invalidate_all()
        shown = record.with_user(user)
        if shown.has_access("read"):
            offered = step.name in (shown.available_steps or [])
            self.assertEqual(offered, done, "what the form offers")
        return done

    def test_nobody_approves_their_own(self):
        """Not even someone who is in all three groups, and not as superuser either."""
        application = self._application(user=self.everything)
        self._to_submitted(application, self.everything)
        own = "applied for themselves"
        for method in ("action_review", "action_send_back", "action_approve", "action_reject"):
            arguments = ["x"] if method in ("action_send_back", "action_reject") else []
            with self.subTest(method=method, state="submitted"):
                self._barred(self.everything, application, method, *arguments)
                with self.assertRaises(UserError):
                    getattr(application.with_user(self.everything).sudo(), method)(*arguments)
        self.assertIn(own, self._barred(self.everything, application, "action_review"))
        self._call(self.officer, application, "write", REVIEW)
        self._call(self.officer, application, "action_review")
        self._barred(self.everything, application, "action_approve", contains=own)
        self._barred(self.everything, application, "action_reject", "x", contains=own)
        self._barred(self.everything, application, "action_ask_back", "x", contains=own)
        self.assertEqual(application.state, "reviewed")
        self._call(self.leader, application, "action_approve")

    def test_rater_does_not_approve(self):
        self.profile.responsible_id = self.everything
        rating = self._to_submitted(self._rating(user=self.everything), self.everything)
        own = "applied for themselves"
        self._barred(self.everything, rating, "action_review", contains=own)
        self._call(self.everything, self.profile, "write", {"responsible_id": self.salesman.id})
        self.assertEqual(rating.rater_id, self.everything, "who rated stays the rater")
        self._barred(self.everything, rating, "action_review", contains=own)
        self._call(self.officer, rating, "action_review")
        self._barred(self.everything, rating, "action_approve", contains=own)

    def test_responsible_does_not_close_or_exempt(self):
        self.profile.responsible_id = self.everything
        own = "applied for themselves"
        for method in ("action_close", "action_exempt", "action_end_exemption"):
            with self.subTest(method=method):
                self._barred(self.everything, self.profile, method, "x", contains=own)

    def test_server_action_with_sudo(self):
        """Code that an administrator wrote runs a step in the name of whoever starts it."""
        application = self._to_reviewed(self._application())
        action = self.env["ir.actions.server"].create(
            {
                "name": "Approve",
                "model_id": self.env["ir.model"]._get_id(application._name),
                "state": "code",
                "code": "records.sudo().action_approve()",
                "group_ids": [Command.link(self.env.ref("base.group_user").id)],
            }
        )
        context = {
            "active_model": application._name,
            "active_id": application.id,
            "active_ids": application.ids,
        }
        for user in (self.salesman, self.officer, self.accountant):
            with (
                self.subTest(user=user.login),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                action.with_user(user).with_context(**context).run()
        self.assertEqual(application.state, "reviewed")
        action.with_user(self.leader).with_context(**context).run()
        self.assertEqual(application.state, "approved")

    def test_superuser_mode_is_no_right(self):
        application = self._to_submitted(self._application())
        for user in (self.salesman, self.accountant, self.env.ref("base.user_root")):
            for step in ("review", "send_back"):
                with self.subTest(user=user.login, step=step), self.assertRaises(UserError):
                    application.with_user(user).sudo().action_step(step, "x")
        self.assertEqual(application.state, "submitted")

    def test_steps_that_do_not_exist(self):
        application = self._application()
        for name in ("", "approved", "unlink", "_admit", "write", "exempt"):
            with self.subTest(name=name):
                self._barred(
                    self.everything, application, "action_step", name, "x", contains="no step"
                )

    def test_reason(self):
        application = self._to_submitted(self._application())
        for comment in (None, "", "  \n "):
            asked = self._call(self.officer, application, "action_send_back", comment)
            self.assertEqual(asked["res_model"], "counterparty.step")
            self.assertEqual(application.state, "submitted")
        self._barred(self.salesman, application, "action_send_back")
        self._call(self.officer, application, "action_send_back", "The copy is unreadable.")
        self.assertEqual(application.decision_ids[0].comment, "The copy is unreadable.")


@tagged("post_install", "-at_install")
class TestWorkflowWizard(WorkflowCase):
    """The dialogue that asks for a reason gives no right that its user does not have."""

    def _wizard(self, user, document, step, comment="Because.", **values):
        values = {
            "res_model": document._name,
            "res_ids": ",".join(map(str, document.ids)),
            "step": step,
            "comment": comment,
            **values,
        }
        model = self.env["counterparty.step"]
        return model.browse(self._call(user, model, "create", [values]))

    def test_as_it_is_meant(self):
        application = self._to_submitted(self._application())
        asked = self._call(self.officer, application, "action_send_back")
        model = self.env["counterparty.step"]
        created = self._call(
            self.officer, model, "create", [{"comment": "Why."}], context=asked["context"]
        )
        self._call(self.officer, model.browse(created), "action_confirm")
        self.assertEqual(application.state, "returned")
        self.assertEqual(application.decision_ids[0].comment, "Why.")

    def test_without_the_right(self):
        application, rating = self._to_submitted(self._application()), self._rating()
        for user, document, step in (
            (self.salesman, application, "send_back"),
            (self.salesman, application, "approve"),
            (self.leader, application, "send_back"),
            (self.leader, application, "review"),
            (self.officer, application, "approve"),
            (self.stranger, application, "cancel"),
            (self.stranger, rating, "submit"),
            (self.salesman, self.profile, "close"),
            (self.salesman, self.profile, "exempt"),
            (self.accountant, application, "send_back"),
            (self.accountant, self.profile, "close"),
        ):
            wizard = self._wizard(user, document, step)
            with self.subTest(user=user.login, model=document._name, step=step):
                self._barred(user, wizard, "action_confirm")
        with self.assertRaises(AccessError):
            self._wizard(self.auditor, application, "send_back")

    def test_other_models_and_steps(self):
        application = self._to_submitted(self._application())
        for step in ("exempt", "close", "unlink", "write"):
            with self.subTest(step=step):
                wizard = self._wizard(self.officer, application, step)
                self._barred(self.officer, wizard, "action_confirm", contains="no step")
        with self.assertRaises(ValueError):
            self._wizard(self.officer, self.env.user, "send_back")
        for ids in ("x", "1,", "0 OR 1", "-1"):
            with self.subTest(ids=ids), self.assertRaises(UserError):
                self._call(
                    self.officer,
                    self._wizard(self.officer, application, "send_back", res_ids=ids),
                    "action_confirm",
                )

    def test_of_somebody_else(self):
        application = self._to_submitted(self._application())
        wizard = self._wizard(self.officer, application, "send_back")
        self._barred(self.salesman, wizard, "action_confirm")
        self._barred(self.salesman, wizard, "write", {"comment": "Forged."})

    def test_blank_reason(self):
        application = self._to_submitted(self._application())
        wizard = self._wizard(self.officer, application, "send_back", comment="  ")
        self._barred(self.officer, wizard, "action_confirm", contains="reason")
        self.assertEqual(application.state, "submitted")


@tagged("post_install", "-at_install")
class TestWorkflowContent(WorkflowCase):
    """What was submitted is frozen; what was decided stays on record."""

    def test_frozen_after_submission(self):
        application = self._to_submitted(self._application())
        content = {
            "partner_name": "Other",
            "requested_limit": 9e9,
            "intro": "x",
            "role_supplier": True,
            "regime": "foreign",
            "partner_id": self.partner.id,
            "licence_ids": [Command.create(self._licence_values())],
            "contact_phone": "9",
        }
        for state in ("submitted", "reviewed", "approved"):
            if state == "reviewed":
                self._call(self.officer, application, "write", REVIEW)
                self._call(self.officer, application, "action_review")
            if state == "approved":
                self._call(self.leader, application, "action_approve")
            for name, value in content.items():
                for user in (self.salesman, self.officer, self.leader):
                    with self.subTest(state=state, field=name, user=user.login):
                        self._barred(user, application, "write", {name: value})
            licence = application.licence_ids[0]
            with self.subTest(state=state, model=licence._name):
                self._barred(self.salesman, licence, "write", {"number": "x"})
                self._barred(self.salesman, licence, "unlink")
                if state != "approved":  # then it belongs to the ledger
                    self._barred(self.officer, licence, "write", {"number": "x"})
                values = self._licence_values(application_id=application.id)
                self._barred(self.salesman, licence.browse(), "create", [values])

    def test_review_belongs_to_the_office(self):
        application = self._application(user=self.everything)
        review = {**REVIEW, "other_checks": "Done."}
        for name, value in review.items():
            with self.subTest(state="draft", field=name):
                self._barred(self.everything, application, "write", {name: value})
        self._to_submitted(application, self.everything)
        for name, value in review.items():
            with self.subTest(state="submitted", field=name):
                self._barred(self.everything, application, "write", {name: value})
                self._barred(self.salesman, application, "write", {name: value})
        self._call(self.officer, application, "write", review)
        self._call(self.officer, application, "action_review")
        self._barred(self.officer, application, "write", {"review_opinion": "Changed."})

    def test_office_leaves_drafts_alone(self):
        application = self._application()
        self._barred(self.officer, application, "write", {"requested_limit": 9e9})
        self._barred(self.officer, application, "write", {"review_opinion": "Early."})

    def test_rating_frozen(self):
        rating = self._rating()
        self._barred(self.salesman, rating, "write", {"review_opinion": "Fine."})
        self._to_submitted(rating)
        for name, value in (
            ("proposed_grade", "a"),
            ("proposed_limit", 9e9),
            ("reason", "x"),
            ("period_start", "2020-01-01"),
            ("period_end", "2020-01-01"),
            ("profile_id", self._profile(self._party("Else")).id),
        ):
            for user in (self.salesman, self.officer):
                with self.subTest(field=name, user=user.login):
                    self._barred(user, rating, "write", {name: value})
        self._barred(self.salesman, rating, "write", {"review_opinion": "Fine."})
        self._call(self.officer, rating, "write", {"review_opinion": "Fine."})

    def test_rating_keeps_its_party(self):
        rating = self._rating()
        foreign = self._party("Foreign", responsible_id=self.stranger.id)
        self._barred(self.salesman, rating, "write", {"profile_id": self._profile(foreign).id})

    def test_returned_is_editable_again(self):
        application = self._to_submitted(self._application())
        self._call(self.officer, application, "action_send_back", "Please explain.")
        decisions = application.decision_ids
        self._call(self.salesman, application, "write", {"intro": "Explained."})
        licence = application.licence_ids
        self._call(self.salesman, licence, "write", {"legal_representative": "Zhao"})
        self._supply(application)
        self._to_submitted(application)
        self.assertEqual(application.state, "submitted")
        self.assertLess(decisions, application.decision_ids)
        steps = application.decision_ids.sorted("id").mapped("step")
        self.assertEqual(steps, ["submit", "send_back", "submit"])

    def test_what_was_submitted_stays(self):
        documents = [
            (self._to_submitted(self._application()), self.salesman),
            (self._application(), self.salesman),
            (self._to_reviewed(self._application()), self.salesman),
            (self._to_submitted(self._rating()), self.salesman),
        ]
        self._call(self.salesman, documents[1][0], "action_cancel")
        self._call(self.leader, documents[2][0], "action_reject", "No.")
        self._call(self.officer, documents[3][0], "action_cancel")
        for document, user in documents:
            for deleter in (user, self.officer, self.everything):
                with self.subTest(state=document.state, model=document._name, user=deleter.login):
                    self._barred(deleter, document, "unlink")
            with self.subTest(state=document.state, user="superuser"), self.assertRaises(UserError):
                document.sudo().unlink()
            with self.subTest(state=document.state):
                self.assertTrue(document.decision_ids)
        draft = self._application()
        self._call(self.salesman, draft, "unlink")
        self.assertFalse(draft.exists())

    def test_ledger_row_stays(self):
        for user in (self.salesman, self.officer, self.leader):
            self._barred(user, self.profile, "unlink")
        with self.assertRaises(UserError):
            self.profile.sudo().unlink()


@tagged("post_install", "-at_install")
class TestWorkflowTrail(WorkflowCase):
    """Every step leaves a decision, a message, and an activity for who is next, and no other."""

    def _asked(self, document):
        """Return who is asked to act on a document now."""
        activities = self.env["mail.activity"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        self.assertLessEqual(activities.activity_type_id, self.env.ref(ACTIVITY))
        return activities.user_id & (
            self.salesman
            | self.colleague
            | self.officer
            | self.leader
            | self.auditor
            | self.everything
        )

    def _step(self, user, document, name, comment=None, asked=()):
        """Take a step and check what it leaves behind."""
        before, decisions = document.state, document.decision_ids
        messages = document.message_ids
        self._call(user, document, "action_step", name, comment)
        decision = document.decision_ids - decisions
        self.assertEqual(len(decision), 1)
        step = approval.find(document._steps, name)
        self.assertEqual(
            (decision.step, decision.user_id, decision.state_before, decision.state_after),
            (name, user, before, step.target or before),
        )
        self.assertEqual(decision.comment, comment or False)
        self.assertEqual(decision.applicant_id, document._applicant())
        self.assertEqual(decision.company_id, document.company_id)
        self.assertTrue(decision.summary)
        said = (document.message_ids - messages).filtered("body")
        self.assertEqual(said.author_id, user.partner_id)
        self.assertIn(document._step_labels()[name], said.body)
        if comment:
            self.assertIn(comment, said.body)
        expected = self.env["res.users"].concat(*asked)
        self.assertEqual(self._asked(document), expected)
        if step.tells == approval.APPLICANT:
            self.assertIn(document._applicant().partner_id, said.partner_ids)
        else:
            self.assertLessEqual(expected.partner_id, said.partner_ids)
        return decision

    def test_application(self):
        application = self._application()
        self.assertFalse(self._asked(application))
        office, leaders = (self.officer, self.everything), (self.leader, self.everything)
        self._step(self.salesman, application, "submit", asked=office)
        self._step(self.officer, application, "send_back", "Explain.", asked=[self.salesman])
        self._supply(application)
        self._step(self.salesman, application, "submit", asked=office)
        self._call(self.officer, application, "write", REVIEW)
        self._step(self.officer, application, "review", asked=leaders)
        self._step(self.leader, application, "ask_back", "Sure?", asked=office)
        self._step(self.officer, application, "review", asked=leaders)
        decision = self._step(self.leader, application, "approve", asked=())
        self.assertEqual(decision.partner_id, application.profile_id.partner_id)
        self.assertIn(decision, application.profile_id.trail_ids)
        self.assertEqual(decision.facts["requested_limit"], 5000.0)
        self.assertEqual(
            application.approver_id | application.reviewer_id, self.leader | self.officer
        )
        self.assertTrue(application.notified_date)

    def test_reject_and_cancel(self):
        application = self._to_reviewed(self._application())
        self._step(self.leader, application, "reject", "Too risky.", asked=())
        self.assertEqual(application.approval_opinion, "Too risky.")
        application = self._to_submitted(self._application())
        self._step(self.salesman, application, "cancel", asked=())

    def test_rating(self):
        rating = self._rating()
        office, leaders = (self.officer, self.everything), (self.leader, self.everything)
        self._step(self.salesman, rating, "submit", asked=office)
        self._step(self.officer, rating, "send_back", "Explain.", asked=[self.salesman])
        self._step(self.salesman, rating, "submit", asked=office)
        self._step(self.officer, rating, "review", asked=leaders)
        self._step(self.leader, rating, "ask_back", "Sure?", asked=office)
        self._step(self.officer, rating, "review", asked=leaders)
        decision = self._step(self.leader, rating, "approve", asked=())
        self.assertEqual(decision.partner_id, self.partner)
        self.assertEqual((decision.facts["previous_grade"], decision.facts["grade"]), ("b", "a"))
        self.assertEqual(
            (decision.facts["previous_limit"], decision.facts["limit"]), (1000.0, 2000.0)
        )
        rating = self._to_reviewed(self._rating())
        self._step(self.leader, rating, "reject", "No.", asked=())
        rating = self._rating()
        self._step(self.officer, rating, "cancel", asked=())

    def test_ledger_row(self):
        lock = self.env["counterparty.lock"]

        def version():
            lock.invalidate_model()
            return lock.search([("partner_id", "=", self.partner.id)]).version

        before = version()
        self._step(self.officer, self.profile, "exempt", "Tax office.", asked=())
        self.assertEqual((self.profile.exempt, self.profile.exempt_reason), (True, "Tax office."))
        self._step(self.officer, self.profile, "end_exemption", "Sold.", asked=())
        self.assertEqual((self.profile.exempt, self.profile.exempt_reason), (False, False))
        decision = self._step(self.officer, self.profile, "close", "Bankrupt.", asked=())
        self.assertEqual(self.profile.state, "closed")
        self.assertEqual(decision.facts["limit"], 1000.0)
        self.assertEqual(version(), before + 3)
        self._barred(self.officer, self.profile, "action_exempt", "x")

    def test_nobody_is_asked_about_their_own(self):
        application = self._to_submitted(self._application(user=self.everything), self.everything)
        self.assertEqual(self._asked(application), self.officer)

    def test_other_companies_are_not_asked(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        outsider = new_test_user(
            self.env,
            "cp_outsider",
            f"base.group_user,{GROUP}office",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        application = self._to_submitted(self._application())
        self.assertNotIn(outsider, application.activity_ids.user_id)

    def test_marking_an_activity_done_decides_nothing(self):
        application = self._to_submitted(self._application())
        activity = application.activity_ids.filtered(lambda a: a.user_id == self.officer)
        self._call(self.officer, activity, "action_feedback")
        self.assertEqual(application.state, "submitted")
        self.assertEqual(len(application.decision_ids), 1)

    def test_numbers_and_uscc_are_in_the_trail(self):
        application = self._to_submitted(self._application())
        facts = application.decision_ids.facts
        results = {row["result"] for row in facts["findings"] if row["hard"]}
        self.assertEqual(results - {"unknown"}, {"consistent"})
        self.assertIn(USCC, str(facts["findings"]))

    def test_trail_survives_its_document(self):
        draft = self._application()
        decision = self.env["counterparty.decision"]._record(
            [{"kind": "step", "res_model": draft._name, "res_id": draft.id, "summary": "x"}]
        )
        self._call(self.salesman, draft, "unlink")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(decision.exists().summary, "x")
        self.assertTrue(self._call(self.officer, decision, "action_open_document"))
