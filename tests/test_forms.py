import io
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .test_security import SecurityCase

APPLICATION, REVIEW, REQUEST, EVALUATION = (
    f"counterparty_control.report_{name}"
    for name in ("application", "review", "group_request", "evaluation")
)


@tagged("post_install", "-at_install")
class TestForms(SecurityCase):
    """Who may print which form, and what it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_report_scope = "all"

    def _html(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.officer)
        self.env.invalidate_all()
        return reports._render_qweb_html(report, records.ids)[0].decode()

    def test_every_role_that_sees_it_prints_it(self):
        application = self._to_approved(self._application(intro="Trades in <b>parts</b>."))
        request = application.profile_id.group_request_ids
        for user in (
            self.salesman,
            self.colleague,
            self.officer,
            self.leader,
            self.accountant,
            self.auditor,
        ):
            for report, record in (
                (APPLICATION, application),
                (REVIEW, application),
                (EVALUATION, application),
                (REQUEST, request),
            ):
                with self.subTest(user=user.login, report=report):
                    html = self._html(report, record, user)
                    self.assertIn("New Party", html)
                    self.assertEqual("91310115MA1H9YGWXX" in html, report != EVALUATION)

    def test_others_do_not(self):
        application = self._to_approved(self._application())
        request = application.profile_id.group_request_ids
        for user in (self.stranger, self.internal, self.portal):
            for report, record in (
                (APPLICATION, application),
                (REVIEW, application),
                (EVALUATION, application),
                (REQUEST, request),
            ):
                with (
                    self.subTest(user=user.login, report=report),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    self._html(report, record, user)

    def test_a_change_has_its_own_form(self):
        application = self._to_approved(self._application())
        party = application.partner_id
        action = self._call(self.salesman, party, "action_counterparty_change")
        change = self.env["counterparty.application"].browse(action["res_id"])
        values = {
            "change_reason": "Register extract.",
            "business_scope": "Steel, too.",
            "change_ids": [
                Command.create({"field": "name", "value": "Renamed"}),
                Command.create({"field": "role_supplier"}),
            ],
            "licence_ids": [Command.create(self._licence_values(holder_name="Renamed"))],
        }
        self._call(self.salesman, change, "write", values)
        self._to_approved(change)
        html = self._html(APPLICATION, application | change)
        new, changed = html.split("</style>")[1:]
        self.assertIn("Application for a New Customer", new)
        for text in (
            "Application for a Change",
            "Register extract.",
            "Becomes a supplier",
            "Steel, too.",
            "Renamed",
            "Fine.",
        ):
            self.assertIn(text, changed)
        form = self.env["counterparty.change.form"]._form(change)
        self.assertEqual(form["name"], "New Party", "as it was before")
        self.assertEqual(
            [(row["old"], row["new"]) for row in form["changes"]],
            [("New Party", "Renamed"), ("No", "Yes")],
        )
        self.assertNotIn("False", changed)

    def test_text_is_never_markup(self):
        application = self._to_submitted(self._application(intro="<script>alert(1)</script>"))
        self.assertIn("&lt;script&gt;alert", self._html(APPLICATION, application))

    def test_a_draft_prints_empty(self):
        created = self._call(self.salesman, self.env["counterparty.application"], "create", [{}])
        draft = self.env["counterparty.application"].browse(created)
        for report in (APPLICATION, REVIEW, EVALUATION):
            html = self._html(report, draft, self.salesman)
            self.assertNotIn("False", html.split("</style>")[1])

    def test_evaluation(self):
        """What was found out about a supplier, and what the reader may know of its record."""
        known = self._party("Known", state="prospect", responsible_id=False, department_id=False)
        self.env["counterparty.event"].create(
            {
                "profile_id": self._profile(known).id,
                "event_type": "fraud",
                "source": "Register 7",
            }
        )
        application = self._application(
            partner_id=known.id,
            role_supplier=True,
            interview_notes="Two lines of production.",
            capability="Certified.",
            financial_ids=[
                Command.create({"year": 2024, "total_assets": 8.0, "total_liabilities": 2.0})
            ],
            evaluation_ids=[Command.create({"name": "visit.pdf", "raw": b"x"})],
        )
        html = self._html(EVALUATION, application)
        for text in ("Two lines of production.", "Certified.", "Register 7", "25.0%", "visit.pdf"):
            self.assertIn(text, html)
        self.assertNotIn("Register 7", self._html(EVALUATION, application, self.salesman))

    def test_review_is_told_as_it_was(self):
        """The form shows what the reviewer saw, though a licence has expired since."""
        application = self._to_approved(self._application())
        licence = application.licence_ids
        licence.sudo().write({"is_long_term": False, "expiry_date": "2020-01-01"})
        form = self.env["report.counterparty_control.report_review"]._form(application)
        ticked = [label for _text, boxes, _remark in form["checks"] for on, label in boxes if on]
        self.assertIn("Valid", ticked)
        self.assertNotIn("Expired", ticked)

    def test_prohibition_is_not_for_the_applicant(self):
        self.env["counterparty.prohibition"].create({"name": "New Party", "reason": "x"})
        application = self._to_submitted(self._application())
        self._call(self.officer, application, "action_refuse", "Not possible.")
        for user, shown in ((self.officer, True), (self.salesman, False)):
            form = (
                self.env["report.counterparty_control.report_application"]
                .with_user(user)
                ._form(application.with_user(user))
            )
            boxes = form["checks"][0][1]
            self.assertEqual(any(on for on, _label in boxes), shown, user.login)

    def test_each_form_is_rendered_alone(self):
        """No build of wkhtmltopdf is given several documents at once."""
        applications = self.env["counterparty.application"]
        for name in ("One", "Two", "Three"):
            values = self._licence_values(number=False, holder_name=name)
            applications |= self._application(
                partner_name=name, licence_ids=[Command.create(values)]
            )
        reports = self.env["ir.actions.report"]
        given = []

        def convert(self, bodies, *args, **kwargs):
            given.append(len(bodies))
            return f"%PDF of {len(given)}".encode()

        with patch.object(type(reports), "_run_wkhtmltopdf", convert):
            streams = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf_prepare_streams(APPLICATION, {}, applications.ids)
        self.assertEqual(given, [1, 1, 1])
        self.assertEqual(list(streams), applications.ids)


@tagged("post_install", "-at_install")
class TestPrintedForms(HttpCase):
    """The forms of the demo story as PDF, over the web as a user prints them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["counterparty.demo"]._load()
        # The forms carry their styles: they need nothing of the server while they are rendered.
        cls.env["ir.config_parameter"].sudo().set_param("report.url", "http://127.0.0.1:9")

    def _print(self, login, report, *names):
        self.authenticate(login, login)
        ids = [self.env.ref(f"counterparty_control.demo_{name}").id for name in names]
        context = '{"lang": "zh_CN", "force_report_rendering": true}'
        address = f"/report/pdf/{report}/{','.join(map(str, ids))}?context={context}"
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            response = self.url_open(address, timeout=120)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        return PdfFileReader(io.BytesIO(response.content))

    def _text(self, pdf):
        return "".join(page.extract_text() for page in pdf.pages)

    def test_three_at_once(self):
        pdf = self._print(
            "office", APPLICATION, "application_c01", "application_s03", "application_f01"
        )
        self.assertEqual(len(pdf.pages), 3)
        for page, name in zip(pdf.pages, ("东海示例", "恒力示例", "Beispiel"), strict=True):
            self.assertIn(name, page.extract_text())

    def test_forms(self):
        for login, report, name, texts in (
            ("sales1", APPLICATION, "application_c01", ("新增客户及供应商申请表", "KH60000")),
            ("leader", REVIEW, "application_c01", ("资质审核意见", "91320100PDY00001XR")),
            ("buyer", EVALUATION, "application_s01", ("供应商评估报告", "ISO 9001", "55.9%")),
            ("auditor", REQUEST, "group_request_f01", ("示例集团股份有限公司", "DE999999987")),
        ):
            with self.subTest(report=report):
                pdf = self._print(login, report, name)
                self.assertEqual(len(pdf.pages), 1)
                content = self._text(pdf)
                for text in texts:
                    self.assertIn(text, content)
                box = pdf.pages[0].mediabox
                millimetres = [round(side / 72 * 25.4) for side in (box.width, box.height)]
                self.assertEqual(millimetres, [210, 297])
