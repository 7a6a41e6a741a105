import base64
import io

import openpyxl
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon


class GroupReportCase(WorkflowCommon):
    """A company that reports every party to its parent company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "counterparty_report_scope": "all",
                "counterparty_report_days": 7,
                "counterparty_parent_id": cls.env["res.partner"].create({"name": "Parent"}).id,
            }
        )
        cls.second = cls._party("Second")

    def _report(self, partner=None):
        profile = self._profile(partner or self.partner)
        profile._open_group_request(self.env["counterparty.application"])
        return profile.group_request_ids

    def _batch(self, requests):
        action = self._call(self.officer, requests, "action_export")
        return self.env["counterparty.group.batch"].browse(action["res_id"])

    def _sheet(self, batch):
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(batch.file)))
        return book, book.worksheets[0]

    def _reply(self, book, user=None):
        target = io.BytesIO()
        book.save(target)
        return self._upload(target.getvalue(), user)

    def _upload(self, content, user=None):
        wizard = self.env["counterparty.group.reply"]
        values = {"file": base64.b64encode(content).decode(), "file_name": "reply.xlsx"}
        created = self._call(user or self.officer, wizard, "create", [values])
        return self._call(user or self.officer, wizard.browse(created), "action_import")


@tagged("post_install", "-at_install")
class TestGroupReport(GroupReportCase):
    """Article 10: an approved party is reported to the parent company, whose code comes back."""

    def test_approval_begins_a_report(self):
        for scope, state in (("all", "to_report"), ("suppliers", "not_needed")):
            with self.subTest(scope), self.env.cr.savepoint() as savepoint:
                self.company.counterparty_report_scope = scope
                application = self._to_approved(self._application())
                request = application.profile_id.group_request_ids
                self.assertEqual((request.state, len(request)), (state, 1))
                self.assertEqual(request.application_id, application)
                self.assertEqual(application.profile_id.group_report_state, state)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_batch(self):
        requests = self._report() | self._report(self.second)
        batch = self._batch(requests)
        self.assertEqual(set(requests.mapped("state")), {"reported"})
        self.assertEqual(requests.reported_by_id, self.officer)
        self.assertEqual(requests.batch_id, batch)
        self.assertEqual((batch.user_id, batch.party_count), (self.officer, 2))
        _book, sheet = self._sheet(batch)
        lines = list(sheet.iter_rows(min_row=4, values_only=True))
        self.assertEqual([line[0] for line in lines], requests.sorted("id").mapped("name"))
        self.assertEqual(lines[0][1], "Party")
        self.assertIn("Parent", sheet["A2"].value)
        decision = requests[0].decision_ids[0]
        self.assertEqual((decision.step, decision.user_id), ("report", self.officer))

    def test_nothing_to_export(self):
        request = self._report()
        self._batch(request)
        self._barred(self.officer, request, "action_export", contains="nothing to export")

    def test_undo(self):
        requests = self._report() | self._report(self.second)
        batch = self._batch(requests)
        requests[0].with_user(self.officer).group_erp_code = "K1"
        self._call(self.officer, requests[0], "action_receive")
        self._call(self.officer, batch, "action_undo")
        self.assertEqual(requests.mapped("state"), ["received", "to_report"])
        self.assertFalse(requests[1].batch_id)
        self.assertEqual((batch.undone_by_id, bool(batch.file)), (self.officer, True))
        self._barred(self.officer, batch, "action_undo", contains=batch.name)

    def test_code_by_hand(self):
        request = self._report()
        self._barred(self.officer, request, "write", {"group_erp_code": "K1"})
        self._call(self.officer, request, "action_report")
        self._barred(self.officer, request, "action_receive", contains="the code of the parent")
        self._call(self.officer, request, "write", {"group_erp_code": " K 1 "})
        self._call(self.officer, request, "action_receive")
        profile = self._profile(self.partner)
        self.assertEqual((request.state, profile.group_erp_code), ("received", "K1"))
        self.assertIn(self.salesman.partner_id, request.message_ids.partner_ids, "is told")
        for model, field in (
            ("counterparty.profile", "group_erp_code"),
            ("res.partner", "counterparty_group_erp_code"),
        ):
            found = self._call(self.salesman, self.env[model], "search", [(field, "ilike", "k1")])
            self.assertIn((profile if model != "res.partner" else self.partner).id, found)
            strange = self._call(self.stranger, self.env[model], "search", [(field, "=", "K1")])
            self.assertFalse(strange)
        seen = self._as(self.salesman, self.partner).counterparty_group_erp_code
        self.assertEqual(seen, "K1")
        self.assertFalse(self._as(self.stranger, self.partner).counterparty_group_erp_code)
        self._call(self.officer, request, "action_correct", "A slip.")
        self.assertEqual((request.state, profile.group_erp_code), ("reported", False))

    def test_a_code_belongs_to_one_party(self):
        requests = self._report() | self._report(self.second)
        self._batch(requests)
        self._call(self.officer, requests[0], "write", {"group_erp_code": "K1"})
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._call(self.officer, requests[1], "web_save", {"group_erp_code": "9.1E+17"}, {})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._call(self.officer, requests[1], "write", {"group_erp_code": "K1"})

    def test_states_by_decision(self):
        request = self._report()
        self._call(self.officer, request, "action_waive", "Too small.")
        self.assertEqual(request.state, "not_needed")
        self._call(self.officer, request, "action_demand")
        self._call(self.officer, request, "action_report")
        self._call(self.officer, request, "action_take_back")
        self.assertEqual((request.state, request.reported_by_id.ids), ("to_report", []))
        self.assertEqual(
            request.decision_ids.sorted("id").mapped("step"),
            ["waive", "demand", "report", "take_back"],
        )

    def test_ledger_row_leads_to_the_report(self):
        profile = self._profile(self.partner).sudo(False)
        self._barred(self.salesman, profile, "action_report_to_group")
        action = self._call(self.officer, profile, "action_report_to_group")
        self.assertEqual(action["res_id"], profile.group_request_ids.id)
        again = self._call(self.salesman, profile, "action_report_to_group")
        self.assertEqual(again["res_id"], profile.group_request_ids.id)
        back = self._call(self.salesman, profile.group_request_ids, "action_open_profile")
        self.assertEqual(back["res_id"], profile.id)

    def test_what_waits_too_long(self):
        requests = self._report() | self._report(self.second)
        self._batch(requests[1])
        today = self.company._counterparty_today()
        requests[0].sudo().waiting_since = today.replace(year=today.year - 1)
        self.assertEqual(requests.mapped("is_late"), [True, False])
        domain = [("id", "in", requests.ids)]
        model = self.env["counterparty.group.request"]
        self.assertEqual(model.search([*domain, ("is_late", "=", True)]), requests[0])
        self.assertEqual(model.search([*domain, ("is_late", "=", False)]), requests[1])
        for _round in range(2):
            with self.enter_registry_test_mode():
                self.env.ref("counterparty_control.cron_report").method_direct_trigger()
        self.env.invalidate_all()
        asked = requests[0].activity_ids.filtered(lambda row: row.user_id == self.officer)
        self.assertEqual(len(asked), 1)
        self.assertFalse(requests[1].activity_ids)
        self._call(self.officer, requests[0], "action_report")
        self.assertFalse(requests[0].activity_ids, "nothing is asked for any more")

    def test_attacks(self):
        request = self._report()
        steps = ("report", "take_back", "demand", "receive", "export")
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            for name in steps:
                with self.subTest(user=user.login, step=name):
                    self._barred(user, request, f"action_{name}")
            with self.subTest(user=user.login):
                self._barred(user, request, "action_waive", "x")
                self._barred(user, request, "action_correct", "x")
        for values in ({"state": "received"}, {"reported_by_id": 1}, {"batch_id": 1}):
            self._barred(self.officer, request, "write", values)
        profile = self._profile(self.partner).sudo(False)
        self._barred(self.officer, profile, "write", {"group_erp_code": "K9"})
        self._barred(self.officer, request.browse(), "create", [{"profile_id": profile.id}])


@tagged("post_install", "-at_install")
class TestGroupReply(GroupReportCase):
    """The sheet that comes back is read in as a whole, or not at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requests = cls.env["counterparty.group.request"]
        for partner in (cls.partner, cls.second):
            profile = partner._counterparty_profile(cls.company)
            profile._open_group_request(cls.env["counterparty.application"])
            cls.requests |= profile.group_request_ids

    def test_codes_come_back(self):
        book, sheet = self._sheet(self._batch(self.requests))
        code = sheet.max_column
        sheet.cell(4, code).value, sheet.cell(5, code).value = "K1", 1002
        self._reply(book)
        self.assertEqual(self.requests.mapped("group_erp_code"), ["K1", "1002"])
        self.assertEqual(set(self.requests.mapped("state")), {"received"})
        self.assertEqual(self._profile(self.second).group_erp_code, "1002")
        with self.assertRaisesRegex(UserError, "no new code"), self.env.cr.savepoint():
            self._reply(book)

    def test_all_errors_at_once_and_nothing_written(self):
        book, sheet = self._sheet(self._batch(self.requests))
        code = sheet.max_column
        sheet.cell(4, code).value = "K1"
        sheet.cell(5, 2).value, sheet.cell(5, code).value = "Somebody Else", "123456789012345000"
        sheet.cell(6, 1).value, sheet.cell(6, code).value = "SB-0", "K3"
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self._reply(book)
        for text in ("Row 5", "Somebody Else", "123456789012345000", "Row 6", "SB-0"):
            self.assertIn(text, str(caught.exception))
        self.assertNotIn("Row 4", str(caught.exception))
        self.assertEqual(self.requests.mapped("group_erp_code"), [False, False])

    def test_what_is_no_sheet(self):
        for content in (b"no sheet", b"a,b"):
            with self.subTest(content), self.assertRaises(UserError), self.env.cr.savepoint():
                self._upload(content)
        book = openpyxl.Workbook()
        book.active.append(["a", "b"])
        with self.assertRaisesRegex(UserError, "columns"), self.env.cr.savepoint():
            self._reply(book)

    def test_who_may(self):
        book, _sheet = self._sheet(self._batch(self.requests))
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            with self.subTest(user.login), self.assertRaises(UserError), self.env.cr.savepoint():
                self._reply(book, user)
